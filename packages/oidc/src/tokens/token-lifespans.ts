import { clientEntryExpiresAt, clientMaxSeconds, sessionMaxSeconds } from '@anteroom/core';
import type { TokenGrant } from './token-grant.ts';

/** Epoch seconds at which an access token ends: the client's or realm's lifespan, capped by the maximum of session and client entry. */
export function accessTokenExpiry({ realm, client, binding, grant }: TokenGrant, now: number): number {
  const own = Number(client.attributes['access.token.lifespan'] ?? 0);
  const common = grant === 'na' ? realm.realm.accessTokenLifespanForImplicitFlow : realm.realm.accessTokenLifespan;
  const ends = now + (Number.isFinite(own) && own > 0 ? Math.floor(own) : common);
  if (binding.kind !== 'session') return ends;
  const { record, offline } = binding.live;
  const kind = { offline, rememberMe: record.rememberMe };
  const ofEntry = clientMaxSeconds(realm.realm, kind, client);
  const ofSession = sessionMaxSeconds(realm.realm, kind);
  const caps = [
    ofEntry === null ? Number.POSITIVE_INFINITY : Math.floor(binding.entry.started / 1000) + ofEntry,
    ofSession === null ? Number.POSITIVE_INFINITY : Math.floor(record.started / 1000) + ofSession,
  ];
  return Math.max(now, Math.min(ends, ...caps));
}

/** Epoch seconds at which a refresh token ends; null for an offline one while the realm sets no maximum (recorded: no `exp`). */
export function refreshTokenExpiry({ realm, client, binding }: TokenGrant, now: number): number | null {
  if (binding.kind !== 'session') return null;
  const { record, offline } = binding.live;
  if (offline && !realm.realm.offlineSessionMaxLifespanEnabled) return null;
  const used = { started: binding.entry.started, lastAccess: now * 1000 };
  return Math.floor(clientEntryExpiresAt(realm.realm, offline, record, used, client).getTime() / 1000);
}

/** What clients must have seen at least: the latest of the three marks. */
export function notBeforePolicy({ realm, client, user }: Pick<TokenGrant, 'realm' | 'client' | 'user'>): number {
  return Math.max(realm.realm.notBefore, client.notBefore, user.notBefore);
}
