import type { BareLimits } from '../bare-limits.ts';
import type { Measured } from '../measure.ts';
import type { Operation } from '../operations/operation.ts';
import type { Counters, DurabilitySetting } from '../subject/subject.ts';

export interface SubjectFacts {
  readonly name: string;
  readonly durability: readonly DurabilitySetting[];
  /** Bits of the RSA key that signs. */
  readonly rsaBits: number;
  /** Milliseconds, the median of three; null for a server that was not started here. */
  readonly coldStartMs: number | null;
  readonly idleMb: number;
  readonly processes: number;
  /** What its stores count in a second in which nobody asks anything (its beat); null where it was not looked at. */
  readonly atRest: Counters | null;
}

/** Everything of one run, as it is written to disk. */
export interface BenchResult {
  readonly date: string;
  readonly machine: { readonly cores: number; readonly cpu: string; readonly node: string };
  readonly configuration: Readonly<Record<string, string | number>>;
  readonly hashes: Readonly<Record<string, string>>;
  readonly subjects: readonly SubjectFacts[];
  /** Mean of before and after the load, and both. */
  readonly limits: BareLimits & { readonly before: BareLimits; readonly after: BareLimits };
  readonly measured: readonly Measured[];
  /** Why these figures must not stand beside others; empty when they may. */
  readonly notComparable: readonly string[];
}

const ENOUGH_USERS = 1000;

export function reasonsNotComparable(
  { subjects, measured }: Pick<BenchResult, 'subjects' | 'measured'>,
  { users, seconds }: { readonly users: number; readonly seconds: number },
): readonly string[] {
  const errors = measured.filter(({ outcome }) => outcome.errors > 0);
  return [
    ...(users < ENOUGH_USERS ? [`only ${users} users`] : []),
    ...(seconds < 5 ? [`only ${seconds} s per operation`] : []),
    ...subjects.flatMap(({ name, durability }) =>
      durability.filter(({ relaxed }) => relaxed).map((setting) => `${name}: ${setting.name} = ${setting.value}`),
    ),
    ...subjects.filter(({ rsaBits }) => rsaBits < 2048).map(({ name, rsaBits }) => `${name}: RSA key of ${rsaBits} bits`),
    ...errors.map(({ subject, operation, outcome }) => `${subject}: ${outcome.errors} errors in ${operation} (${outcome.firstError})`),
  ];
}

/** Share of what the cores could do if they only signed (or only hashed); null for an operation that does neither. */
export function shareOfLimit({ hashes, signatures, algorithm }: Operation, perSecond: number, limits: BareLimits): number | null {
  if (hashes > 0) return (perSecond * hashes) / limits.argon2;
  if (signatures > 0) return (perSecond * signatures) / (algorithm === 'RS256' ? limits.rs256Pool : limits.es256Pool);
  return null;
}
