import type { Clock } from '@anteroom/core';
import { type HashKind, hashKindName } from './hash-kind.ts';

/** A kind that was not seen for this long is taken to have been rehashed away. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;
const MOST_REALMS = 1000;

export interface KindCosts {
  /** A hash of this kind took so long. */
  measured(kind: HashKind, ms: number): void;
  /** The realm has a credential of this kind. */
  present(realmId: string, kind: HashKind): void;
  /** Expected time of a kind: as measured, else scaled from a measured one of the same algorithm, else a guess. */
  expected(kind: HashKind): number;
  /** What the kind costs by its parameters, however loaded the machine is: as measured, but never far above what is usual. */
  usual(kind: HashKind): number;
  /** Time of the slowest kind that the realm was seen to have, 0 when none. */
  slowest(realmId: string): number;
}

/** Rough milliseconds per 1,000 iterations (argon2: per MiB and pass) on a small machine, until something was measured. */
const GUESS = { argon2: 0.6, 'pbkdf2-sha512': 0.4, 'pbkdf2-sha256': 0.35, pbkdf2: 0.5 } as const;

/** Machines differ by less; what took longer was held up. */
const MOST_TIMES_THE_GUESS = 4;

/**
 * What is known about the cost of the kinds in use. It is learnt: from each hash that ran (the fastest of recent ones, so that a loaded
 * machine does not inflate it) and from what `present` is told, for example by a survey of the directory at start.
 */
export function createKindCosts({ clock }: { readonly clock: Clock }): KindCosts {
  const costs = new Map<string, number>();
  const perUnit = new Map<HashKind['algorithm'], number>();
  const realms = new Map<string, Map<string, { readonly kind: HashKind; seenAt: number }>>();

  function expected(kind: HashKind): number {
    return costs.get(hashKindName(kind)) ?? units(kind) * (perUnit.get(kind.algorithm) ?? GUESS[kind.algorithm]);
  }

  const usual = (kind: HashKind) => Math.min(expected(kind), MOST_TIMES_THE_GUESS * units(kind) * GUESS[kind.algorithm]);

  return {
    usual,
    measured(kind, ms) {
      const name = hashKindName(kind);
      const known = costs.get(name);
      // Falls at once, rises slowly.
      const cost = known === undefined || ms < known ? ms : known + (ms - known) * 0.02;
      costs.set(name, cost);
      perUnit.set(kind.algorithm, cost / units(kind));
    },
    present(realmId, kind) {
      let kinds = realms.get(realmId);
      if (kinds === undefined) {
        if (realms.size >= MOST_REALMS) realms.delete(realms.keys().next().value as string);
        kinds = new Map();
        realms.set(realmId, kinds);
      }
      kinds.set(hashKindName(kind), { kind, seenAt: clock.now().getTime() });
    },
    expected,
    slowest(realmId) {
      const kinds = realms.get(realmId);
      if (kinds === undefined) return 0;
      const oldest = clock.now().getTime() - FORGOTTEN_AFTER_MS;
      let slowest = 0;
      for (const [name, entry] of kinds) {
        if (entry.seenAt < oldest) kinds.delete(name);
        else slowest = Math.max(slowest, expected(entry.kind));
      }
      return slowest;
    },
  };
}

function units(kind: HashKind): number {
  if (kind.algorithm === 'argon2') return (kind.iterations * kind.memory) / 1024;
  const block = kind.algorithm === 'pbkdf2-sha512' ? 64 : kind.algorithm === 'pbkdf2-sha256' ? 32 : 20;
  return (kind.iterations / 1000) * Math.ceil(kind.length / block);
}
