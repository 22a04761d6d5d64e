import type { Log } from '@anteroom/core';

export interface WatchingLog extends Log {
  /** What was logged since the last call. */
  take(): { readonly errors: readonly string[]; readonly text: string };
}

const spelt = (_: string, value: unknown) => (isError(value) ? { name: value.name, message: value.message, stack: value.stack } : value);

/** Also of another realm of the language: tests run in one of their own. */
const isError = (value: unknown): value is Error => Object.prototype.toString.call(value) === '[object Error]';

/** A log that keeps what came since somebody looked. */
export function createWatchingLog(): WatchingLog {
  let lines: string[] = [];
  let errors: string[] = [];
  const at =
    (level: string): Log['info'] =>
    (event, fields = {}) => {
      const line = `${level} ${event} ${JSON.stringify(fields, spelt)}`;
      lines.push(line);
      if (level === 'error') errors.push(line);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    take() {
      const taken = { errors, text: lines.join('\n') };
      [lines, errors] = [[], []];
      return taken;
    },
  };
}
