import type { Client, ClientEntry, LiveSession, RealmSnapshot, SsoSessions } from '@anteroom/core';
import type { TokenBinding } from '../tokens/token-grant.ts';

/** Moves a grant that asked for `offline_access` to the offline twin of its session: same `sid`, its own life. */
export async function bindOffline(
  sessions: Pick<SsoSessions, 'attachOffline'>,
  realm: RealmSnapshot,
  client: Client,
  from: { readonly live: LiveSession; readonly entry: ClientEntry },
  family: string,
): Promise<Extract<TokenBinding, { kind: 'session' }>> {
  const { live, entry } = from;
  const offline = await sessions.attachOffline(
    realm,
    live,
    {
      client: client.id,
      redirectUri: entry.redirectUri,
      scope: entry.scope,
      authTime: new Date(entry.authTime),
      acr: entry.acr,
      notes: entry.notes,
      family,
    },
    { client },
  );
  return { kind: 'session', live: offline.session, entry: offline.entry };
}
