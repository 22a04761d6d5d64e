import { createHash } from 'node:crypto';
import type { RealmSnapshot, RecordKey } from '@anteroom/core';

/** The marker of a revoked token that has no session (settled 18): there until the token would have ended anyway. */
export function revokedTokenKey(realm: RealmSnapshot, jti: string): RecordKey<'marker'> {
  return { type: 'marker', realmId: realm.id, id: createHash('sha256').update(`revoked-token\n${jti}`).digest('base64url') };
}
