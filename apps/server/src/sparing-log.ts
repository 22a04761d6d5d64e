import type { Clock, Log } from '@anteroom/core';

/** States, not faults: while one lasts, every request would say the same. */
const STATES = new Set(['http.busy', 'http.store_unavailable', 'page.unavailable', 'link.unavailable']);
const EVERY_MS = 1000;

/**
 * The same log, in which a state is said once a second with the number of times that were left out since (`more`): thousands of refused
 * requests a second must not fill a disk, nor cost as much as answering them would.
 */
export function createSparingLog(log: Log, clock: Clock): Log {
  const said = new Map<string, { readonly at: number; readonly more: number }>();
  return {
    ...log,
    warn(event, fields = {}) {
      if (!STATES.has(event)) return log.warn(event, fields);
      const now = clock.now().getTime();
      const last = said.get(event);
      if (last !== undefined && now - last.at < EVERY_MS) said.set(event, { ...last, more: last.more + 1 });
      else {
        said.set(event, { at: now, more: 0 });
        log.warn(event, last === undefined || last.more === 0 ? fields : { ...fields, more: last.more });
      }
    },
  };
}
