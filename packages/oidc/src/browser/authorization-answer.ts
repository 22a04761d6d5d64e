import type { Client, Urls } from '@anteroom/core';
import type { ErrorTarget } from './authorization-request.ts';
import type { ResponseMode } from './response-type.ts';

/** Every answer that depends on a login in progress: never from a cache. */
export const NO_CACHE = { 'cache-control': 'no-store, must-revalidate, max-age=0' } as const;

export interface AuthorizationResponse {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  /** In the order they are written. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface SuccessParameters {
  readonly state: string | null;
  readonly sid: string | null;
  readonly issuer: string;
  readonly code: string;
}

/** RFC 6749 §4.1.2, RFC 9207 §2 (`iss`), OpenID Connect Session Management §2 (`session_state`), in Keycloak's order. */
export function successParameters(client: Client, { state, sid, issuer, code }: SuccessParameters): Readonly<Record<string, string>> {
  return {
    ...(state === null ? {} : { state }),
    ...(sid === null || client.attributes['exclude.session.state.from.auth.response'] === 'true' ? {} : { session_state: sid }),
    ...(client.attributes['exclude.issuer.from.auth.response'] === 'true' ? {} : { iss: issuer }),
    code,
  };
}

/** RFC 6749 §4.1.2.1 */
export function errorResponse(
  target: ErrorTarget,
  client: Client,
  { urls, realmName }: { readonly urls: Urls; readonly realmName: string },
  error: string,
  description?: string,
): AuthorizationResponse {
  return {
    redirectUri: target.redirectUri,
    responseMode: target.responseMode,
    parameters: {
      error,
      ...(description === undefined ? {} : { error_description: description }),
      ...(target.state === null ? {} : { state: target.state }),
      ...(client.attributes['exclude.issuer.from.auth.response'] === 'true' ? {} : { iss: urls.issuer(realmName) }),
    },
  };
}

/** The location of a `query` or `fragment` answer. */
export function locationOf({ redirectUri, responseMode, parameters }: AuthorizationResponse): string {
  const text = new URLSearchParams(parameters).toString();
  if (responseMode === 'fragment') return `${redirectUri}#${text}`;
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}`;
}
