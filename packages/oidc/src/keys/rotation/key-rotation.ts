import { AnteroomError, type Change, type Clock, type Directory, type Leases, type Log, RealmSnapshot } from '@anteroom/core';
import type { NewSigningKey } from '../new-signing-key.ts';
import type { RealmKey } from '../realm-key.ts';
import { dueSteps, signingKeys, successorOf } from './due-steps.ts';
import { publicationDelay } from './key-lifespans.ts';
import { withMarks } from './rotation-marks.ts';

export interface KeyRotationDependencies {
  readonly directory: Pick<Directory, 'realms' | 'clients' | 'commit'>;
  readonly leases: Leases;
  /** Who this process is, for the lease. */
  readonly holder: string;
  readonly newKey: NewSigningKey;
  readonly clock: Clock;
  readonly log: Log;
}

/** A key that is published and will sign from `signsFrom` on. */
export interface Successor {
  readonly algorithm: string;
  readonly kid: string;
  readonly signsFrom: Date;
}

/**
 * Keys of a realm change in three steps, none of which fails a token: the new key is published; after the publication delay it signs and
 * the old one only verifies; when nothing the old one signed can be presented any more, it goes.
 */
export interface KeyRotation {
  /**
   * Publishes a successor for each of the algorithms (without a list: every asymmetric one that signs). Where one is published already,
   * that one stays. `invalid_input` for an algorithm that the realm does not sign with, `conflict` while another process is at it.
   */
  begin(
    realmId: string,
    options?: { readonly algorithms?: readonly string[]; readonly publishFor?: number },
  ): Promise<readonly Successor[]>;
  /** Does what is due; resolves with the time of the next look, epoch seconds; null when nothing is known to come. */
  advance(realmId: string): Promise<number | null>;
}

const LEASE_SECONDS = 30;

export function createKeyRotation(dependencies: KeyRotationDependencies): KeyRotation {
  const { directory, leases, holder, newKey, clock, log } = dependencies;
  const now = (): number => Math.floor(clock.now().getTime() / 1000);

  const read = async (realmId: string): Promise<RealmSnapshot | null> => {
    const configuration = await directory.realms.getConfiguration(realmId);
    return configuration === null ? null : new RealmSnapshot(configuration);
  };
  const dueOf = (realm: RealmSnapshot) => dueSteps(realm, now(), () => directory.clients.search(realm.id, {}));

  /** One process at a time, and on what the database says: a cached realm may be a moment old. */
  const alone = async <T>(realmId: string, work: (realm: RealmSnapshot) => Promise<T>): Promise<T | null> => {
    const lease = `keys ${realmId}`;
    if (!(await leases.take(lease, holder, LEASE_SECONDS))) return null;
    try {
      const realm = await read(realmId);
      if (realm === null) throw new AnteroomError('not_found', 'no such realm');
      return await work(realm);
    } finally {
      await leases.release(lease, holder);
    }
  };

  const publish = async (realm: RealmSnapshot, key: RealmKey, delay: number): Promise<Change> => {
    const component = await newKey({ id: realm.id, name: realm.name }, key);
    return { kind: 'put-component', component: withMarks(component, false, { 'rotation.signsFrom': now() + delay }) };
  };

  const chosen = (realm: RealmSnapshot, algorithms: readonly string[] | undefined): readonly RealmKey[] => {
    const signing = signingKeys(realm);
    if (algorithms === undefined) return signing.filter(({ type }) => type !== 'OCT');
    return algorithms.map((algorithm) => {
      const key = signing.find((one) => one.algorithm === algorithm);
      if (key === undefined) {
        const words = `the realm does not sign with ${algorithm}, but with ${signing.map((one) => one.algorithm).join(', ')}`;
        throw new AnteroomError('invalid_input', words, { publicText: `The realm does not sign with ${algorithm}` });
      }
      return key;
    });
  };

  return {
    async begin(realmId, { algorithms, publishFor } = {}) {
      const begun = await alone(realmId, async (realm) => {
        const fresh = chosen(realm, algorithms).filter(({ algorithm }) => successorOf(realm, algorithm) === null);
        const published = await Promise.all(fresh.map((key) => publish(realm, key, publicationDelay(realm, publishFor))));
        if (published.length > 0) await directory.commit(realm.id, published);
        const after = (await read(realmId)) ?? realm;
        return chosen(after, algorithms).flatMap(({ algorithm }) => {
          const found = successorOf(after, algorithm);
          return found === null ? [] : [{ algorithm, kid: found.key.kid, signsFrom: new Date(found.signsFrom * 1000) }];
        });
      });
      if (begun === null) throw new AnteroomError('conflict', 'another process changes the keys of this realm at the moment');
      for (const { algorithm, kid, signsFrom } of begun) log.info('keys.published', { realm: realmId, algorithm, kid, signsFrom });
      return begun;
    },

    async advance(realmId) {
      const found = await read(realmId);
      if (found === null) return null;
      const due = await dueOf(found);
      // Looking needs no lease; whoever then has something to do looks again.
      if (due.changes.length + due.successorsFor.length === 0) return due.nextAt;
      await alone(realmId, async (realm) => {
        const { changes, successorsFor } = await dueOf(realm);
        const published = await Promise.all(successorsFor.map((key) => publish(realm, key, publicationDelay(realm))));
        await directory.commit(realm.id, [...changes, ...published]);
        log.info('keys.changed', { realm: realm.name, published: published.length, steps: changes.length });
      });
      return now();
    },
  };
}
