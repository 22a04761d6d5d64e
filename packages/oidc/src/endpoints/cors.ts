import { type Client, isOriginAllowed } from '@anteroom/core';
import type { HttpAnswer, HttpRequest } from '../http-context.ts';

/** Request headers that a page may send along, as recorded. */
const ALLOWED_HEADERS =
  'Accept, Access-Control-Request-Headers, Access-Control-Request-Method, Authorization, Content-Type, DPoP, Origin, X-Requested-With';

const originOf = (request: Pick<HttpRequest, 'headers'>): string | null => request.headers.origin ?? null;

/** The answer to a preflight. It promises nothing about the request itself: that is checked against its client's origins. */
export function preflight(request: Pick<HttpRequest, 'headers'>, methods: string): HttpAnswer {
  const origin = originOf(request);
  if (origin === null) return { status: 200, headers: { allow: methods }, body: null };
  return {
    status: 200,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': methods,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': '3600',
      vary: 'Origin',
    },
    body: null,
  };
}

function withHeaders(answer: HttpAnswer, headers: Readonly<Record<string, string>>): HttpAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** What a page may read of an answer besides its body: the nonce for its next proof, where there is one. */
function exposed(answer: HttpAnswer, always: readonly string[]): Readonly<Record<string, string>> {
  const names = answer.headers['dpop-nonce'] === undefined ? always : [...always, 'DPoP-Nonce', 'WWW-Authenticate'];
  const headers: Record<string, string> = {};
  if (names.length > 0) headers['access-control-expose-headers'] = names.join(', ');
  return headers;
}

/** For documents that everybody may read. */
export function forAnyOrigin(request: Pick<HttpRequest, 'headers'>, answer: HttpAnswer): HttpAnswer {
  const origin = originOf(request);
  if (origin === null) return answer;
  return withHeaders(answer, {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
    ...exposed(answer, []),
  });
}

/** Lets the page that asked read the answer, if the client lists its origin. */
export function forClientOrigin(request: Pick<HttpRequest, 'headers'>, client: Client, base: string, answer: HttpAnswer): HttpAnswer {
  const origin = originOf(request);
  if (origin === null || !isOriginAllowed(client, origin, base)) return answer;
  return withHeaders(answer, {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
    ...exposed(answer, ['Access-Control-Allow-Methods']),
  });
}

/** The token endpoint refuses a page of an origin that the client does not list, before anything is spent; null when it may go on. */
export function originRefusal(request: Pick<HttpRequest, 'headers'>, client: Client, base: string): HttpAnswer | null {
  const origin = originOf(request);
  if (origin === null || isOriginAllowed(client, origin, base) || origin === new URL(base).origin) return null;
  return {
    status: 403,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' },
    body: { error: 'Invalid origin' },
  };
}
