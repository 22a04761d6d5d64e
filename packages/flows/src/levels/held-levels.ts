import { NO_LEVEL } from './acr-levels.ts';

/** Level → when it was proven (epoch seconds). */
export type HeldLevels = ReadonlyMap<number, number>;

/** Keycloak's note of an SSO session. */
export const LEVELS_NOTE = 'loa-map';

export function readLevels(note: string | undefined): Map<number, number> {
  try {
    const entries = Object.entries(JSON.parse(note ?? '{}') as Record<string, unknown>);
    return new Map(entries.map(([level, at]) => [Number(level), Number(at)]));
  } catch {
    return new Map();
  }
}

export function writeLevels(levels: HeldLevels): string {
  return JSON.stringify(Object.fromEntries([...levels].sort(([a], [b]) => a - b)));
}

export function isHeld(levels: HeldLevels, level: number, maxAgeSeconds: number, now: Date): boolean {
  const at = levels.get(level);
  return at !== undefined && at + maxAgeSeconds > now.getTime() / 1000;
}

/** The highest level that still counts; a lower one that has run out takes those above it along. 0 for a session that has proven anything. */
export function highestHeld(levels: HeldLevels, configured: ReadonlyMap<number, number>, now: Date): number {
  if (levels.size === 0) return NO_LEVEL;
  let highest = 0;
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    if (!isHeld(levels, level, configured.get(level) ?? 0, now)) break;
    highest = level;
  }
  return highest;
}
