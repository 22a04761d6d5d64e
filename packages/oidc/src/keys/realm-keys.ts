import type { RealmSnapshot } from '@anteroom/core';
import { readKeyProvider } from './read-key-provider.ts';
import type { RealmKey, UnusableProvider } from './realm-key.ts';

export const KEY_PROVIDER_TYPE = 'org.keycloak.keys.KeyProvider';

/** All keys of a realm at one version, highest priority first. */
export interface RealmKeys {
  readonly all: readonly RealmKey[];
  readonly unusable: readonly UnusableProvider[];
  /** The key that signs with an algorithm: highest priority among the active ones. */
  active(algorithm: string, use?: RealmKey['use']): RealmKey | null;
  /** A key by its id, unless it is disabled. */
  byId(kid: string): RealmKey | null;
  /** The algorithm asymmetric tokens are signed with: the realm's default, or what its keys can do when they cannot do that. */
  signingAlgorithm(preferred?: string | null): string | null;
}

const parsed = new WeakMap<RealmSnapshot, RealmKeys>();

/** Parses key providers once per snapshot: a change of the realm makes a new snapshot and so new keys. */
export function realmKeys(snapshot: RealmSnapshot): RealmKeys {
  let keys = parsed.get(snapshot);
  if (keys === undefined) {
    keys = parse(snapshot);
    parsed.set(snapshot, keys);
  }
  return keys;
}

function parse(snapshot: RealmSnapshot): RealmKeys {
  const all: RealmKey[] = [];
  const unusable: UnusableProvider[] = [];
  for (const component of snapshot.configuration.components) {
    if (component.providerType !== KEY_PROVIDER_TYPE) continue;
    try {
      all.push(readKeyProvider(component));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      unusable.push({ id: component.id, name: component.name, providerId: component.providerId, reason });
    }
  }
  all.sort((a, b) => b.priority - a.priority || (a.providerId < b.providerId ? -1 : 1));

  const activeKeys = new Map<string, RealmKey>();
  const byKid = new Map<string, RealmKey>();
  for (const key of all) {
    const slot = `${key.use} ${key.algorithm}`;
    if (key.status === 'ACTIVE' && !activeKeys.has(slot)) activeKeys.set(slot, key);
    if (key.status !== 'DISABLED' && !byKid.has(key.kid)) byKid.set(key.kid, key);
  }
  const active: RealmKeys['active'] = (algorithm, use = 'SIG') => activeKeys.get(`${use} ${algorithm}`) ?? null;
  const firstAsymmetric = all.find((key) => key.status === 'ACTIVE' && key.use === 'SIG' && key.type !== 'OCT')?.algorithm ?? null;
  return {
    all,
    unusable,
    active,
    byId: (kid) => byKid.get(kid) ?? null,
    signingAlgorithm(preferred) {
      for (const algorithm of [preferred, snapshot.realm.defaultSignatureAlgorithm || 'RS256']) {
        const key = algorithm ? active(algorithm) : null;
        if (key !== null && key.type !== 'OCT') return key.algorithm;
      }
      return firstAsymmetric;
    },
  };
}
