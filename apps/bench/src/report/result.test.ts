import { describe, expect, it } from '@jest/globals';
import type { Measured } from '../measure.ts';
import { OPERATIONS } from '../operations/operations.ts';
import { reasonsNotComparable, type SubjectFacts, shareOfLimit } from './result.ts';

const subject = (more: Partial<SubjectFacts> = {}): SubjectFacts => ({
  name: 'Anteroom',
  durability: [{ name: 'PostgreSQL synchronous_commit', value: 'on', relaxed: false }],
  rsaBits: 2048,
  coldStartMs: 700,
  idleMb: 90,
  processes: 1,
  atRest: null,
  ...more,
});
const failing = (errors: number) =>
  ({ subject: 'Anteroom', operation: 'refresh', outcome: { errors, firstError: '503' } }) as unknown as Measured;
const whole = { users: 1000, seconds: 8 };
const limits = { rs256OneThread: 3000, rs256Pool: 6000, es256Pool: 40_000, argon2: 200 };
const operation = (wanted: string) => OPERATIONS.find(({ id }) => id === wanted)!;

describe('a run of the benchmark', () => {
  it('is comparable with a thousand users, durable stores, whole keys and no errors', () => {
    expect(reasonsNotComparable({ subjects: [subject()], measured: [failing(0)] }, whole)).toEqual([]);
  });

  it('says each thing that was relaxed', () => {
    const relaxed = subject({ rsaBits: 1024, durability: [{ name: 'PostgreSQL fsync', value: 'off', relaxed: true }] });
    expect(reasonsNotComparable({ subjects: [relaxed], measured: [failing(3)] }, { users: 10, seconds: 1 })).toEqual([
      'only 10 users',
      'only 1 s per operation',
      'Anteroom: PostgreSQL fsync = off',
      'Anteroom: RSA key of 1024 bits',
      'Anteroom: 3 errors in refresh (503)',
    ]);
  });

  it('holds a rate against what the cores could do if they only hashed or only signed', () => {
    expect(shareOfLimit(operation('client-credentials'), 3000, limits)).toBe(0.5);
    expect(shareOfLimit(operation('refresh'), 1500, limits)).toBe(0.5);
    expect(shareOfLimit(operation('password-argon2'), 150, limits)).toBe(0.75);
    expect(shareOfLimit(operation('discovery'), 5000, limits)).toBeNull();
  });
});
