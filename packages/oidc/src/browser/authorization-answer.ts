import type { Client, Outcome, Urls } from '@anteroom/core';
import type { FrontChannelTokens } from '../tokens/token-grant.ts';
import type { ErrorTarget } from './authorization-request.ts';
import type { ResponseMode } from './response-type.ts';

/** Every answer that depends on a login in progress: never from a cache. */
export const NO_CACHE = { 'cache-control': 'no-store, must-revalidate, max-age=0' } as const;

export interface AuthorizationResponse {
  /** Whom a signed answer is for. */
  readonly client: Client;
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  /** In the order they are written. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface SuccessParameters {
  readonly state: string | null;
  readonly sid: string | null;
  readonly issuer: string;
  readonly code: string | null;
  readonly tokens: FrontChannelTokens;
  /** What became of the action that the application asked for. */
  readonly action: Outcome['action'];
}

/** RFC 6749 §4.1.2, RFC 9207 §2 (`iss`), OpenID Connect Session Management §2 (`session_state`), in Keycloak's order. */
export function successParameters(
  client: Client,
  { state, sid, issuer, code, tokens, action }: SuccessParameters,
): Readonly<Record<string, string>> {
  return {
    ...(state === null ? {} : { state }),
    ...(sid === null || client.attributes['exclude.session.state.from.auth.response'] === 'true' ? {} : { session_state: sid }),
    ...(client.attributes['exclude.issuer.from.auth.response'] === 'true' ? {} : { iss: issuer }),
    ...(code === null ? {} : { code }),
    ...(action ? { kc_action: action.alias, kc_action_status: action.status } : {}),
    ...tokens,
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
    client,
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

/** The location of an answer in the query or in the fragment. */
export function locationOf({ redirectUri, responseMode, parameters }: AuthorizationResponse): string {
  const text = new URLSearchParams(parameters).toString();
  if (text === '') return redirectUri;
  if (responseMode.startsWith('fragment')) return `${redirectUri}#${text}`;
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}`;
}
