import type { Log } from '@anteroom/core';
import { pino } from 'pino';

const SECRETS = [
  'password',
  'secret',
  'token',
  'code',
  'key',
  'authorization',
  'cookie',
  'client_secret',
  'refresh_token',
  'access_token',
  'id_token',
  'client_assertion',
];

/** JSON lines on standard error: standard output belongs to what a command was asked for. Fields with a secret's name are removed. */
export function createLog({ level, json }: { readonly level: string; readonly json: boolean }): Log {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[removed]' };
  const logger = json
    ? pino(
        { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) }, redact },
        pino.destination({ fd: 2, sync: false }),
      )
    : pino(
        { level, base: null, timestamp: false, formatters: { level: (label) => ({ level: label }) }, redact },
        { write: (line: string) => process.stderr.write(readable(line)) },
      );
  const write =
    (method: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      logger[method]({ event, ...withError(fields) });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function withError(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { error } = fields;
  if (!(error instanceof Error)) return fields;
  return {
    ...fields,
    error: {
      name: error.name,
      message: error.message,
      stack: error.stack,
      cause: error.cause instanceof Error ? error.cause.message : undefined,
    },
  };
}

/** `warn  proxy.headers_ignored hint="…"` for a person's terminal. */
function readable(line: string): string {
  const { level, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value)}`,
  );
  return `${String(level).padEnd(5)} ${event} ${rest.join(' ')}\n`;
}
