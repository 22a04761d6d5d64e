import { type Clock, networkOf } from '@anteroom/core';

/** Wrong codes that an address may type within a minute (RFC 8628 §5.1). */
const MOST = 10;
const WINDOW_MS = 60_000;
const REMEMBERED = 10_000;

/** Counts wrong user codes per address, in this process. IPv6 addresses of one network count together. */
export interface WrongCodes {
  isBlocked(ip: string): boolean;
  count(ip: string): void;
}

export function createWrongCodes(clock: Clock): WrongCodes {
  const seen = new Map<string, { count: number; until: number }>();
  const current = (key: string) => {
    const entry = seen.get(key);
    return entry !== undefined && entry.until > clock.now().getTime() ? entry : null;
  };
  return {
    isBlocked: (ip) => (current(networkOf(ip))?.count ?? 0) >= MOST,
    count(ip) {
      const key = networkOf(ip);
      const entry = current(key);
      if (entry !== null) entry.count += 1;
      else {
        if (seen.size >= REMEMBERED) seen.delete(seen.keys().next().value!);
        seen.delete(key);
        seen.set(key, { count: 1, until: clock.now().getTime() + WINDOW_MS });
      }
    },
  };
}
