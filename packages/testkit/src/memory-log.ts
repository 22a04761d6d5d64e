import type { Log } from '@anteroom/core';

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface MemoryLog extends Log {
  readonly entries: readonly LogEntry[];
  /** Everything that was logged as one text, to look for what must not be there. */
  text(): string;
}

export function createMemoryLog(): MemoryLog {
  const entries: LogEntry[] = [];
  const at =
    (level: LogEntry['level']): Log['info'] =>
    (event, fields = {}) => {
      entries.push({ level, event, fields });
    };
  return { entries, text: () => JSON.stringify(entries), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
