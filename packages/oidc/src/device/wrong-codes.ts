import { type Clock, type Log, networkOf, type RealmSnapshot, type SessionStore } from '@anteroom/core';
import { createSharedTally } from '../clients/shared-tally.ts';

/** Wrong codes that an address may type within a minute (RFC 8628 §5.1). */
const MOST = 10;

/** Counts wrong user codes per realm and address, in all processes together. IPv6 addresses of one network count together. */
export interface WrongCodes {
  isBlocked(realm: RealmSnapshot, ip: string): boolean;
  /** Counted here before anything is awaited, so that guesses at the same moment do not pass the limit. */
  count(realm: RealmSnapshot, ip: string): Promise<void>;
}

export function createWrongCodes(dependencies: {
  readonly store: Pick<SessionStore, 'get' | 'create' | 'put'>;
  readonly clock: Clock;
  readonly log: Log;
}): WrongCodes {
  const onFailure = (error: unknown) => dependencies.log.warn('device.guess_not_shared', { error: String(error) });
  const tally = createSharedTally({ ...dependencies, onFailure });
  const keyOf = (realm: RealmSnapshot, ip: string) => `device-codes:${realm.id}@${networkOf(ip)}`;
  return {
    isBlocked: (realm, ip) => tally.known(keyOf(realm, ip)).count >= MOST,
    count: (realm, ip) => tally.raise(realm.id, keyOf(realm, ip), MOST),
  };
}
