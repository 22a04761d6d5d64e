import type { Configuration } from '@anteroom/config';
import type { CheckResult, DevMail } from '@anteroom/http';
import type { Changed } from './changed.ts';

/** Questions by kind, each with what is asked and what is answered. */
export type Questions = { readonly [kind: string]: { readonly ask: unknown; readonly answer: unknown } };

/** What a worker asks its primary. */
export type AskedByWorkers = {
  /** Passes a change on to the other processes; answered when they have done what they do about it. */
  readonly spread: { readonly ask: Changed; readonly answer: null };
  readonly metrics: { readonly ask: null; readonly answer: string };
  readonly mails: { readonly ask: null; readonly answer: readonly (Omit<DevMail, 'sentAt'> & { readonly sentAt: string })[] };
  readonly clearMails: { readonly ask: null; readonly answer: null };
};

/** What a primary asks its workers. */
export type AskedByPrimary = {
  readonly hear: { readonly ask: Changed; readonly answer: null };
  readonly health: { readonly ask: null; readonly answer: readonly CheckResult[] };
  readonly metrics: { readonly ask: null; readonly answer: unknown };
};

/** What a worker needs in order to serve; its first message. Not by the environment: the primary has checked and resolved it. */
export interface WorkerStart {
  readonly configuration: Configuration;
  readonly base: string;
}

/** What a primary says without waiting. A message of the kind `connection` carries a socket. */
export type ToldByPrimary =
  | { readonly kind: 'start'; readonly start: WorkerStart }
  | { readonly kind: 'connection' }
  /** Taken before everything that was received before it was passed on: milliseconds of the machine's monotonic clock. */
  | { readonly kind: 'beat'; readonly at: number }
  /** Not ready any more; connections are closed after their next answer. */
  | { readonly kind: 'stopping' }
  /** No further connection comes: finish and end. */
  | { readonly kind: 'drain' };

export type ToldByWorkers =
  | { readonly kind: 'ready' }
  /** Why it cannot start; it ends after that. */
  | { readonly kind: 'failed'; readonly message: string; readonly operator: boolean }
  | { readonly kind: 'mailQueued' };
