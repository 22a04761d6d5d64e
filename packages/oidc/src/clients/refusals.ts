import type { OAuthRefusal } from '../errors/oauth-answer.ts';

/** Endpoints that ask clients who they are. They refuse in different words, as recorded. */
export type ClientCaller = 'token' | 'revocation' | 'logout' | 'introspection' | 'par';

/** `unknown`: no client, none of that name, or switched off. `failed`: it exists but did not prove itself. */
export type ClientFailure = 'unknown' | 'failed' | 'public';

const INVALID = 'Invalid client or Invalid client credentials';

export function clientRefusal(caller: ClientCaller, failure: ClientFailure): OAuthRefusal {
  switch (caller) {
    case 'par':
      return { status: 401, error: 'invalid_request', description: 'Authentication failed.' };
    case 'introspection':
      if (failure === 'public') return { status: 403, error: 'invalid_request', description: 'Client not allowed.' };
      return { status: 401, error: 'invalid_client', description: failure === 'failed' ? 'Client authentication failed.' : INVALID };
    case 'token':
    case 'revocation':
    case 'logout':
      return { status: 401, error: failure === 'failed' ? 'unauthorized_client' : 'invalid_client', description: INVALID };
  }
}

/** Too many wrong secrets from one address: not even compared (RFC 6585 §4). */
export function guessesRefusal(seconds: number): OAuthRefusal {
  return { status: 429, error: 'invalid_client', description: 'Too many failed attempts. Try again later.', retryAfter: seconds };
}
