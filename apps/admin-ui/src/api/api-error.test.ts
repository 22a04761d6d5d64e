import { describe, expect, it } from '@jest/globals';
import { ApiError, apiErrorOf } from './api-error.ts';

describe('a refusal of the Admin REST', () => {
  it('is told in the server’s own sentence', () => {
    expect(new ApiError(409, { errorMessage: 'User exists with same username' }).text).toBe('User exists with same username');
  });

  it('prefers the description to the code', () => {
    expect(new ApiError(400, { error: 'invalid_input', error_description: 'A redirect URI is not a valid URI' }).text).toBe(
      'A redirect URI is not a valid URI',
    );
  });

  it('has no sentence when the framework only repeats the status', () => {
    expect(new ApiError(403, { error: 'HTTP 403 Forbidden' }).text).toBeNull();
  });

  it('names the field and the rule that refused it', () => {
    const error = new ApiError(400, { field: 'email', errorMessage: 'error-invalid-email', params: ['email'] });
    expect(error.fields).toEqual([{ field: 'email', rule: 'error-invalid-email', params: ['email'] }]);
  });

  it('names every field of a list of refusals', () => {
    const error = new ApiError(400, {
      errors: [
        { field: 'email', errorMessage: 'a' },
        { field: 'lastName', errorMessage: 'b' },
      ],
    });
    expect(error.fields.map(({ field }) => field)).toEqual(['email', 'lastName']);
  });

  it('says how long to wait when the server says so', async () => {
    const error = await apiErrorOf(new Response('', { status: 503, headers: { 'retry-after': '7' } }));
    expect([error.status, error.retryAfter, error.text]).toEqual([503, 7, null]);
  });
});
