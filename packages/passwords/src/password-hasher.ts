import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { type Clock, type IdSource, type JsonObject, type Log, networkOf, type PasswordHasher, type Realm } from '@anteroom/core';
import { derive, matches } from './hashing/derive.ts';
import type { Waiter } from './hashing/fair-queue.ts';
import { type HashKind, hashKindName, readHashKind, readStoredHash, type StoredHash } from './hashing/hash-kind.ts';
import { createHashLane, type HashTask } from './hashing/hash-lane.ts';
import { createKindCosts } from './hashing/kind-costs.ts';
import { policyHashKind } from './hashing/policy-kind.ts';
import { parsePasswordPolicy } from './policy/password-policy.ts';

export interface PasswordHasherOptions {
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly log: Log;
  /** Hashes at once; the number of cores by default. Kept below `threadPoolSize`, so that signing always finds a thread. */
  readonly concurrency?: number;
  /** `UV_THREADPOOL_SIZE` of the process; 4 is Node's default. */
  readonly threadPoolSize?: number;
  readonly maxQueue?: number;
  readonly maxHeavyQueue?: number;
  /** From this expected time on a hash is heavy and runs in the heavy share. */
  readonly heavyFromMs?: number;
  /** Verification is never padded beyond this. */
  readonly paddingCapMs?: number;
  /** Milliseconds that only go forward; replaced in tests. */
  readonly stopwatch?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

export interface LearningPasswordHasher extends PasswordHasher {
  /** Tells that a realm has credentials with these `credentialData` (a survey at start): verification is padded to the slowest from now on. */
  learn(realmId: string, credentialData: readonly JsonObject[]): void;
  /** Hashes that run or wait. */
  readonly depth: number;
}

/** Passwords that are set and histories that are looked through: whoever asks for that was let in already. */
const INSIDE: Waiter = { realm: '', caller: '' };

/** Password hashing in a bounded lane of its own; see the port for the promises. */
export function createPasswordHasher(options: PasswordHasherOptions): LearningPasswordHasher {
  const concurrency = Math.max(1, Math.min(options.concurrency ?? availableParallelism(), (options.threadPoolSize ?? 4) - 1));
  const lane = createHashLane({
    concurrency,
    heavyShare: Math.max(1, Math.floor(concurrency / 2)),
    maxQueue: options.maxQueue ?? concurrency * 64,
    maxHeavyQueue: options.maxHeavyQueue ?? 16,
  });
  const costs = createKindCosts({ clock: options.clock });
  const stopwatch = options.stopwatch ?? (() => performance.now());
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const cap = options.paddingCapMs ?? 1000;
  const heavyFrom = options.heavyFromMs ?? 150;
  // What a password-less user is compared with: no password has this value, and it costs what a real one costs.
  const dummySalt = Buffer.from(options.ids.token(16), 'base64url');

  /** Resolves with the result and how long the hash itself took, without the wait for a slot. */
  const taskOf = (waiter: Waiter, kind: HashKind): HashTask => ({
    ...waiter,
    weight: costs.usual(kind) >= heavyFrom ? 'heavy' : 'light',
    expectedMs: costs.expected(kind),
  });

  async function timed<T>(waiter: Waiter, kind: HashKind, work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
    return lane.run(taskOf(waiter, kind), async () => {
      const start = stopwatch();
      const result = await work();
      const ms = stopwatch() - start;
      costs.measured(kind, ms);
      return { result, ms };
    });
  }

  async function compare(waiter: Waiter, stored: StoredHash | null, wanted: HashKind, password: string) {
    if (stored !== null) return timed(waiter, stored.kind, () => matches(stored, password));
    const { ms } = await timed(waiter, wanted, () => derive(wanted, dummySalt, password));
    return { result: false, ms };
  }

  return {
    admit(realm, address) {
      lane.check(taskOf({ realm: realm.id, caller: networkOf(address) }, policyHashKind(policyOf(realm))));
    },

    async hash(realm, password) {
      const kind = policyHashKind(policyOf(realm));
      const salt = Buffer.from(options.ids.token(16), 'base64url');
      const { result } = await timed(INSIDE, kind, () => derive(kind, salt, password));
      costs.present(realm.id, kind);
      return {
        secretData: { value: result.toString('base64'), salt: salt.toString('base64'), additionalParameters: {} },
        credentialData: { hashIterations: kind.iterations, algorithm: kind.algorithm, additionalParameters: parametersOf(kind) },
      };
    },

    async verify(realm, credential, password, address) {
      const wanted = policyHashKind(policyOf(realm));
      const stored = credential === null ? null : readStoredHash(credential);
      if (credential !== null && stored === null) {
        options.log.warn('password.unreadable', {
          realm: realm.id,
          user: credential.userId,
          algorithm: credential.credentialData.algorithm,
        });
      }
      if (stored !== null) costs.present(realm.id, stored.kind);
      const { result: match, ms } = await compare({ realm: realm.id, caller: networkOf(address) }, stored, wanted, password);
      // Settled 26: which kind an account has, or whether there is one, must not show in the time.
      const padding = Math.min(costs.slowest(realm.id), cap) - ms;
      if (padding >= 1) await sleep(padding);
      return { match, rehash: match && stored !== null && hashKindName(stored.kind) !== hashKindName(wanted) };
    },

    async matchesAny(credentials, password) {
      let found = false;
      for (const credential of credentials) {
        const stored = readStoredHash(credential);
        if (stored !== null && (await timed(INSIDE, stored.kind, () => matches(stored, password))).result) found = true;
      }
      return found;
    },

    learn(realmId, credentialData) {
      for (const data of credentialData) {
        // Before the value is seen, Keycloak's usual lengths are near enough to know the cost.
        const kind = readHashKind(data, data.algorithm === 'argon2' || data.algorithm === 'pbkdf2-sha256' ? 32 : 64);
        if (kind !== null) costs.present(realmId, kind);
      }
    },

    get depth() {
      return lane.depth;
    },
  };
}

/** A policy that cannot be read must not change how passwords are hashed: the defaults hold. */
function policyOf(realm: Realm) {
  return parsePasswordPolicy(realm.passwordPolicy ?? '', { unknown: 'keep' });
}

function parametersOf(kind: HashKind): JsonObject {
  if (kind.algorithm !== 'argon2') return {};
  return {
    hashLength: [String(kind.length)],
    memory: [String(kind.memory)],
    type: [kind.type],
    version: [kind.version],
    parallelism: [String(kind.parallelism)],
  };
}
