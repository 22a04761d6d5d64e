import { AnteroomError } from '@anteroom/core';

/** Seconds after which a caller may try again: a fail-over takes a few, a lost connection less than one. */
const RETRY_AFTER = 2;

export function unavailable(why: string): AnteroomError {
  return new AnteroomError('store_unavailable', `the Redis session store ${why}`, { retryAfter: RETRY_AFTER });
}

/** Whatever went wrong below the port is one thing above it. An error of ours passes. */
export function translateError(error: unknown): AnteroomError {
  if (error instanceof AnteroomError) return error;
  // Not the error itself: it carries the command with its arguments, which are sessions and codes.
  return unavailable(`did not do what it was asked: ${messageOf(error)}`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The first word of an error reply: `READONLY`, `MOVED`, `NOSCRIPT` … */
export function replyCode(error: unknown): string {
  return /^[A-Z]+/.exec(messageOf(error))?.[0] ?? '';
}

class TimeOut extends Error {}

export function timedOut(): Error {
  return new TimeOut('Command timed out');
}

export function isTimeout(error: unknown): boolean {
  return error instanceof TimeOut;
}

/** Where `MOVED <slot> <host>:<port>` and `ASK …` point. */
export function redirection(error: unknown): { readonly asking: boolean; readonly to: string } | null {
  const match = /^(MOVED|ASK) \d+ (\S+)$/.exec(messageOf(error));
  return match === null ? null : { asking: match[1] === 'ASK', to: match[2] ?? '' };
}
