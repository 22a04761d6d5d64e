import { createHash } from 'node:crypto';

const FIRST = 5_000;
const LONGEST = 15 * 60_000;

/**
 * 5 s, 15 s, 45 s, then slower up to a quarter of an hour; ± 20 % so that what failed together does not come back together. The spread
 * follows from message and attempt: two workers would choose the same, and a test can say what it is.
 */
export function backOff(messageId: string, attempts: number): number {
  const base = Math.min(FIRST * 3 ** Math.min(Math.max(attempts, 1) - 1, 20), LONGEST);
  const spread = createHash('sha256').update(`${messageId}:${attempts}`).digest().readUInt32BE(0) / 2 ** 32;
  return Math.round(base * (0.8 + 0.4 * spread));
}
