import type { Client, Realm, RealmSnapshot } from '@anteroom/core';
import type { RealmKey } from '../realm-key.ts';

/** For clocks that differ, and for nodes that hear of a change a moment later. */
const SKEW_SECONDS = 60;
const DEFAULT_PUBLICATION_SECONDS = 3_600;
/** Every node has heard of a new key by then. */
const LEAST_PUBLICATION_SECONDS = 3;

/** Realm attributes, both in seconds. */
const PERIOD = 'keyRotationPeriod';
const PUBLICATION = 'keyPublicationDelay';

const seconds = (realm: Pick<Realm, 'attributes'>, attribute: string): number | null => {
  const value = Number(realm.attributes[attribute] ?? Number.NaN);
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
};

/** After how long a signing key is replaced by itself; null when it is not. */
export function rotationPeriod({ realm }: RealmSnapshot): number | null {
  return seconds(realm, PERIOD) || null;
}

/** How long a new key stands in the key set before anything is signed with it: clients of the realm may keep the set that long. */
export function publicationDelay({ realm }: RealmSnapshot, asked?: number): number {
  return Math.max(LEAST_PUBLICATION_SECONDS, asked ?? seconds(realm, PUBLICATION) ?? DEFAULT_PUBLICATION_SECONDS);
}

/**
 * How long something that a key signed just now can still be presented; null when nobody can tell. Access and ID tokens end with their
 * lifespan, but an ID token is good as a hint for as long as its session may live (OpenID Connect RP-Initiated Logout §2). Of secret keys:
 * registration access tokens have no end at all.
 */
export function servedAfterUse(
  { realm }: RealmSnapshot,
  clients: readonly Pick<Client, 'attributes'>[],
  key: Pick<RealmKey, 'type'>,
): number | null {
  if (key.type === 'OCT') return null;
  const ofClients = clients.map(({ attributes }) => Number(attributes['access.token.lifespan'] ?? 0) || 0);
  const lifespans = [
    realm.accessTokenLifespan,
    realm.accessTokenLifespanForImplicitFlow,
    realm.ssoSessionMaxLifespan,
    realm.rememberMe ? realm.ssoSessionMaxLifespanRememberMe : 0,
    ...ofClients,
  ];
  return Math.max(...lifespans) + SKEW_SECONDS;
}
