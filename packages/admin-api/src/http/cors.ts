import { type Client, isOriginAllowed } from '@anteroom/core';

/** Preflight answers are the same for every origin: what counts is the answer to the call itself, which needs a token. */
export function preflightHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'DELETE, POST, GET, PUT',
    'access-control-allow-headers':
      'Accept, Access-Control-Request-Headers, Access-Control-Request-Method, Authorization, Content-Type, DPoP, Origin, X-Requested-With',
    'access-control-max-age': '3600',
  };
}

/** An answer may be read by an origin only if the client that got the token lists it. */
export function corsHeaders(origin: string, client: Client, base: string): Readonly<Record<string, string>> {
  if (!isOriginAllowed(client, origin, base)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Location',
    vary: 'Origin',
  };
}
