/** A worker that lived for so long did not die of its start. */
export const SETTLED_MS = 60_000;
const LONGEST_MS = 30_000;

/** How long to wait before a worker is started again, after so many that died young in a row: nothing, 1 s, 2 s, 4 s … 30 s. */
export function restartDelay(quickDeaths: number): number {
  return quickDeaths <= 1 ? 0 : Math.min(LONGEST_MS, 1000 * 2 ** (quickDeaths - 2));
}
