import type { TokenResponse } from '../tokens/token-grant.ts';

/** What an event says of issued tokens: their ids and kinds, never the tokens. */
export function tokenDetails(response: TokenResponse): Readonly<Record<string, string>> {
  const refresh = response.refresh_token === undefined ? null : payloadOf(response.refresh_token);
  return {
    token_id: String(payloadOf(response.access_token).jti),
    scope: response.scope,
    ...(refresh === null ? {} : { refresh_token_id: String(refresh.jti), refresh_token_type: String(refresh.typ) }),
  };
}

/** Of a token that was signed a moment ago. */
function payloadOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
