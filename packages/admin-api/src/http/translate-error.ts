import { isAnteroomError, type Log } from '@anteroom/core';
import type { Answer } from './answer.ts';
import { AdminFailure, unknownError } from './failure.ts';

/** The one translator of whatever a handler throws into Keycloak's shapes. Nothing of an unexpected error reaches the caller. */
export function translateError(error: unknown, log: Log): Answer {
  if (error instanceof AdminFailure) return { status: error.status, json: error.body };
  if (isAnteroomError(error)) {
    if (error.code === 'already_exists' || error.code === 'conflict') {
      return { status: 409, json: { error: 'conflict', error_description: 'Duplicate resource error' } };
    }
    if (error.code === 'last_administrator') return { status: 409, json: { errorMessage: error.publicText ?? error.message } };
    if (error.code === 'not_found') return { status: 404, json: { error: error.publicText ?? 'Not found' } };
    if (error.code === 'invalid_input') {
      return { status: 400, json: { error: 'invalid_input', error_description: error.publicText ?? 'Invalid input' } };
    }
    if (error.code === 'busy' || error.code === 'store_unavailable') {
      return {
        status: 503,
        json: { error: 'temporarily_unavailable', error_description: 'Try again later.' },
        headers: { 'retry-after': String(error.retryAfter ?? 1) },
      };
    }
  }
  log.error('admin.failed', { error });
  const failure = unknownError();
  return { status: failure.status, json: failure.body };
}
