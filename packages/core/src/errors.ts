/** Every failure the product itself raises, as one closed union: a code that is not here does not compile. */
export type AnteroomErrorCode =
  | 'not_found'
  | 'already_exists'
  | 'conflict' // an expected version or guard did not hold; nothing was written
  | 'link_spent' // a guarded link transition lost: used, replaced or revoked meanwhile
  | 'last_administrator' // nobody would be left who administers everything; nothing was written
  | 'invalid_input'
  | 'invalid_token'
  | 'busy' // refused early; try again after `retryAfter` seconds
  | 'store_unavailable'
  | 'key_missing' // the node's secret key is absent or is not the one the database was written with
  | 'configuration'
  | 'flow_misconfigured';

export interface AnteroomErrorOptions {
  readonly cause?: unknown;
  /** Text that may be shown to the caller; without it the caller gets a generic one. */
  readonly publicText?: string;
  /** Seconds, for `busy` and `store_unavailable`. */
  readonly retryAfter?: number;
}

export class AnteroomError extends Error {
  readonly code: AnteroomErrorCode;
  readonly publicText: string | null;
  readonly retryAfter: number | null;

  constructor(code: AnteroomErrorCode, message: string, options: AnteroomErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AnteroomError';
    this.code = code;
    this.publicText = options.publicText ?? null;
    this.retryAfter = options.retryAfter ?? null;
  }
}

export function isAnteroomError(error: unknown, code?: AnteroomErrorCode): error is AnteroomError {
  return error instanceof AnteroomError && (code === undefined || error.code === code);
}
