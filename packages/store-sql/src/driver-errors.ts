import { AnteroomError } from '@anteroom/core';

interface DriverError {
  readonly code?: string;
  readonly name?: string;
  readonly message?: string;
  /** mysql2: the connection is gone. */
  readonly fatal?: boolean;
}

function codeOf(error: unknown): string {
  return String((error as DriverError | null)?.code ?? '');
}

const TRANSIENT = new Set([
  'SQLITE_LOCKED',
  '40001', // PostgreSQL: could not serialize
  '40P01', // PostgreSQL: deadlock
  '55P03', // PostgreSQL: waited too long for a lock
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD', // MariaDB: the row changed since it was read
]);

/** Somebody else holds the lock, or two transactions got in each other's way: nothing has happened, the whole may be tried again. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_BUSY') || TRANSIENT.has(code);
}

const UNIQUE = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505', 'ER_DUP_ENTRY']);
const FOREIGN_KEY = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', '23503', 'ER_NO_REFERENCED_ROW_2']);
const UNFIT = new Set(['ER_DATA_TOO_LONG', 'ER_WARN_DATA_OUT_OF_RANGE', 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD']);

export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE.has(codeOf(error));
}

/** What drivers and the pool throw without a code when a connection was not to be had or went away; knex writes the statement before it. */
const LOST =
  /(^| - )(Connection terminated|timeout expired|Client (has encountered|was closed)|Query read timeout|Unable to acquire a connection)/;

function isLostWithoutCode(error: unknown): boolean {
  const { name, message, fatal } = (error ?? {}) as DriverError;
  return name === 'KnexTimeoutError' || fatal === true || LOST.test(message ?? '');
}

/** The connection cannot be used again, or leads to a server that is not the one for writing any more. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  return /^(08|57P0|25006|ECONN|EPIPE|ETIMEDOUT|PROTOCOL_|ER_OPTION_PREVENTS|ER_READ_ONLY_MODE)/.test(code) || isLostWithoutCode(error);
}

/** A driver's error as one of the codes that ports may throw. */
export function translateError(error: unknown): unknown {
  if (error instanceof AnteroomError) return error;
  const code = codeOf(error);
  if (UNIQUE.has(code)) return new AnteroomError('already_exists', 'a row of that name exists', { cause: error });
  if (FOREIGN_KEY.has(code)) return new AnteroomError('not_found', 'what the change belongs to does not exist', { cause: error });
  // Class 22 of PostgreSQL is "data exception": too long, out of range.
  if (UNFIT.has(code) || /^22[0-9A-Z]{3}$/.test(code)) {
    return new AnteroomError('invalid_input', `the database cannot hold a value: ${code}`, { cause: error });
  }
  if (code === '' && !isLostWithoutCode(error)) return error;
  return new AnteroomError('store_unavailable', `the database refused: ${code || 'no connection'}`, { cause: error, retryAfter: 1 });
}
