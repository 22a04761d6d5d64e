import type { ClientEntry, LiveSession } from '@anteroom/core';
import type { ClaimSource } from '../claims/claim-source.ts';
import type { TokenGrant } from './token-grant.ts';

/** Level of authentication of a login whose flow says nothing: a service account's, as recorded. */
const PLAIN_ACR = '1';

/**
 * User session notes of a stored session. `AUTH_TIME` is there for browser logins only (recorded: no `auth_time` after a password grant);
 * a session that a browser holds has one even if nobody noted it.
 */
function sessionNotes({ record }: LiveSession): Readonly<Record<string, string>> {
  if (record.notes.AUTH_TIME !== undefined || record.secretHash === null) return record.notes;
  return { ...record.notes, AUTH_TIME: String(Math.floor(record.authTime / 1000)) };
}

/** What mappers see of a session. */
export function sessionFacts(live: LiveSession, entry: ClientEntry): Pick<ClaimSource, 'notes' | 'acr' | 'amr' | 'sid'> {
  return { notes: sessionNotes(live), acr: entry.acr, amr: live.record.amr, sid: live.sid };
}

export function claimSourceOf({ realm, client, user, binding, grant, nonce }: TokenGrant, baseUrl: string): ClaimSource {
  const shared = { realm, client, user, nonce, baseUrl };
  switch (binding.kind) {
    case 'session':
      return { ...shared, ...sessionFacts(binding.live, binding.entry) };
    case 'transient': {
      const { authTime, acr, amr, notes } = binding.snapshot;
      const seconds = String(Math.floor(authTime.getTime() / 1000));
      return { ...shared, acr, amr, sid: null, notes: grant === 'ro' ? notes : { AUTH_TIME: seconds, ...notes } };
    }
    case 'service-account':
      return { ...shared, acr: PLAIN_ACR, amr: [], sid: null, notes: binding.notes };
  }
}
