import type { Translator } from '../text/translator.ts';

const UNITS = [
  ['days', 1440],
  ['hours', 60],
  ['minutes', 1],
] as const;

/**
 * "12 hours". Exact where it can be; an odd number of minutes is rounded down from two of a unit on, because a mail that waited in the
 * queue says "11 hours", never "719 minutes", and never promises more than is left.
 */
export function formatLinkExpiration(minutes: number, t: Translator): string {
  const left = Math.max(1, Math.floor(minutes));
  const [unit, length] = UNITS.find(([, size]) => left % size === 0 || left >= 2 * size) ?? UNITS[2];
  const count = Math.floor(left / length);
  return `${count} ${t.text(`linkExpirationFormatter.timePeriodUnit.${unit}`, count)}`;
}
