import { createHash } from 'node:crypto';
import {
  type Client,
  clientFault,
  clientRules,
  isSecureAlgorithm,
  isSecureRedirect,
  type Message,
  matchRedirectUri,
  type RealmCache,
  type RealmSnapshot,
  type SignedTokens,
  type Urls,
} from '@anteroom/core';
import { realmKeys } from '../keys/realm-keys.ts';
import { isPushedUri } from '../par/pushed-requests.ts';
import type { TokenIssuer } from '../tokens/token-grant.ts';
import { type ClaimsRequest, NO_CLAIMS, readClaimsRequest } from './claims-request.ts';
import { readIdTokenHint } from './id-token-hint.ts';
import { pkceOf } from './pkce.ts';
import { type ResponseMode, type ResponseType, readResponseType } from './response-type.ts';

/** An authorization request that may start a login. */
export interface AuthorizationRequest {
  readonly client: Client;
  /** Allowed by the client's registration; where every answer goes. */
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly responseTypes: ReadonlySet<ResponseType>;
  readonly state: string | null;
  readonly nonce: string | null;
  readonly scope: string;
  /** Known values only; the others are ignored (recorded). */
  readonly prompt: readonly string[];
  readonly maxAge: number | null;
  readonly acrValues: readonly string[];
  readonly claims: ClaimsRequest;
  /** `sub` of the `id_token_hint`: who is expected to log in (empty: somebody unknown); null without a hint. */
  readonly hintedSubject: string | null;
  /** RFC 9449 §10: the key that whoever redeems the code must hold; null for none. */
  readonly dpopJkt: string | null;
  /** The device that waits for this login, instead of a client that waits for a code; null for an ordinary request. */
  readonly device: string | null;
  /** The request of back-channel authentication that waits for this login; null for any other. */
  readonly ciba: string | null;
  /** RFC 8707: for whom the access token is to be. */
  readonly resources: readonly string[];
  readonly loginHint: string | null;
  /** Keycloak's `kc_action`: a required action that the application asks for, with what it names behind a colon. */
  readonly action: { readonly alias: string; readonly parameter: string | null } | null;
  /** RFC 7636, always as S256: a `plain` challenge is hashed here, so that only one method is ever verified. */
  readonly codeChallenge: string | null;
  /** The `request_uri` of a pushed request, to be spent when the login finishes; null for any other. */
  readonly pushed: string | null;
  /** The parameters as they came, to be kept with the login in progress. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type AuthorizationCheck =
  | { readonly kind: 'ok'; readonly request: AuthorizationRequest }
  /** Nobody to send the browser to: a page. */
  | { readonly kind: 'page'; readonly status: number; readonly message: Message; readonly client: Client | null }
  /** RFC 6749 §4.1.2.1: an error for the client. */
  | {
      readonly kind: 'error';
      readonly client: Client;
      readonly redirect: ErrorTarget;
      readonly error: string;
      readonly description?: string;
    };

export interface ErrorTarget {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | null;
}

export interface AuthorizationCheckDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly issuer: Pick<TokenIssuer, 'checkScope'>;
  readonly signed: Pick<SignedTokens, 'verify'>;
  readonly urls: Urls;
}

export interface AuthorizationParameters {
  readonly values: Readonly<Record<string, string>>;
  readonly duplicated: readonly string[];
}

/** Our own parameters: kept with a login, never taken from a browser or a client. */
export const INTERNAL = 'anteroom:';
/** The device that a login is for. */
export const DEVICE_PARAMETER = `${INTERNAL}device`;
/** The request of back-channel authentication that a login is for. */
export const CIBA_PARAMETER = `${INTERNAL}ciba`;

const PROMPTS = ['none', 'login', 'consent', 'select_account'];
/** RFC 9126 §6: the client metadata `require_pushed_authorization_requests`. */
const PUSHED_ONLY = 'require.pushed.authorization.requests';
/** Longer values are no request of a client; they would travel in cookies and records. */
const MAX_VALUE = 4_000;

/**
 * Checks a request in Keycloak's order and answers in its words (recorded); the library sees only what passed here. The request reader
 * has replaced `request` and `request_uri` by what they stand for.
 */
export async function checkAuthorizationRequest(
  { realms, issuer, urls, signed }: AuthorizationCheckDependencies,
  realm: RealmSnapshot,
  { values, duplicated }: AuthorizationParameters,
  /** Whether this is the push itself, which has no `request_uri` yet. */
  options: { readonly pushed?: boolean } = {},
): Promise<AuthorizationCheck> {
  const page = (status: number, key: string, args: readonly string[] = [], client: Client | null = null): AuthorizationCheck => ({
    kind: 'page',
    status,
    message: { key, args },
    client,
  });
  if (!realm.realm.enabled) return page(400, 'realmNotEnabledMessage');
  if (!values.client_id || Object.values(values).some((value) => value.length > MAX_VALUE)) return page(400, 'invalidRequestMessage');
  const client = await realms.client(realm, values.client_id);
  if (client === null) return page(400, 'clientNotFoundMessage');
  if (!client.enabled) return page(400, 'clientDisabledMessage');
  if (client.bearerOnly) return page(403, 'bearerOnlyMessage');
  if (client.protocol !== 'openid-connect') return page(400, 'invalidRequestMessage');
  const { [DEVICE_PARAMETER]: device = null, [CIBA_PARAMETER]: ciba = null } = values;
  if (device !== null || ciba !== null) {
    const status = `${urls.issuer(realm.name)}${device === null ? '/authentication-requests' : '/device'}/status`;
    return { kind: 'ok', request: { ...decoupledRequest(client, status, values), device, ciba } };
  }
  if (values.max_age !== undefined && !/^\d{1,9}$/.test(values.max_age)) return page(400, 'invalidRequestMessage', [], client);
  const redirectUri = values.redirect_uri ? matchRedirectUri(client, values.redirect_uri, urls.base) : null;
  const rules = clientRules({ realm, client, source: null, grantType: null });
  if (redirectUri === null || (rules.requests.secureRedirects && !isSecureRedirect(redirectUri)))
    return page(400, 'invalidParameterMessage', ['redirect_uri'], client);

  const state = values.state ?? null;
  const type = readResponseType(client, values.response_type, values.response_mode);
  const fail = (error: string, description?: string): AuthorizationCheck => ({
    kind: 'error',
    client,
    redirect: { redirectUri, responseMode: type.mode, state },
    error,
    ...(description === undefined ? {} : { description }),
  });
  if (client.attributes[PUSHED_ONLY] === 'true' && options.pushed !== true && values.request_uri === undefined)
    return fail('invalid_request', 'Pushed Authorization Request is only allowed.');
  const weak = clientFault(client, rules) ?? weakSignature(realm, client, rules.requests);
  if (weak !== null) return fail('invalid_request', weak);
  if (rules.requests.pushedOnly && options.pushed !== true && !isPushedUri(values.request_uri ?? ''))
    return fail('invalid_request', 'request_uri not included.');
  if (type.refusal !== null) return fail(type.refusal.error, type.refusal.description);
  if (duplicated.length > 0) return fail('invalid_request', 'duplicated parameter');
  const scope = values.scope ?? '';
  const checked = issuer.checkScope({ realm, client, scope });
  if (checked.kind === 'invalid') return fail('invalid_scope', checked.description);
  if (type.needsNonce && !values.nonce) return fail('invalid_request', 'Missing parameter: nonce');
  const pkce = pkceOf(client, values.code_challenge, values.code_challenge_method);
  if (pkce.kind === 'refused') return fail('invalid_request', pkce.description);
  const claims = readClaimsRequest(values.claims);
  if (claims === null) return fail('invalid_request', 'Invalid parameter: claims');
  if (values.dpop_jkt !== undefined && !/^[\w-]{43}$/.test(values.dpop_jkt)) return fail('invalid_request', 'Invalid parameter: dpop_jkt');
  const prompt = words(values.prompt).filter((one) => PROMPTS.includes(one));
  const resources = values.resource === undefined ? [] : [values.resource];
  if (!resources.every(isResource)) return fail('invalid_target', 'Invalid parameter: resource');

  return {
    kind: 'ok',
    request: {
      client,
      redirectUri,
      responseMode: type.mode,
      responseTypes: type.types,
      state,
      nonce: values.nonce ?? null,
      scope,
      prompt,
      maxAge: values.max_age === undefined ? null : Number(values.max_age),
      acrValues: [...new Set([...claims.acr, ...words(values.acr_values)])],
      claims,
      hintedSubject: values.id_token_hint ? await readIdTokenHint(signed, realm, values.id_token_hint) : null,
      dpopJkt: values.dpop_jkt ?? null,
      device: null,
      ciba: null,
      resources,
      loginHint: values.login_hint ?? null,
      action: readAction(values.kc_action),
      codeChallenge: pkce.kind === 'S256' ? pkce.challenge : pkce.kind === 'plain' ? sha256(pkce.challenge) : null,
      pushed: values.request_uri ?? null,
      parameters: values,
    },
  };
}

/** A policy that asks for the algorithms of FAPI is not kept by a realm that has no key for them. */
function weakSignature(
  realm: RealmSnapshot,
  { attributes }: Client,
  { secureAlgorithms }: { readonly secureAlgorithms: boolean },
): string | null {
  if (!secureAlgorithms) return null;
  const used = [attributes['id.token.signed.response.alg'], attributes['access.token.signed.response.alg']].map((wanted) =>
    realmKeys(realm).signingAlgorithm(wanted),
  );
  const weak = used.find((algorithm) => algorithm === null || !isSecureAlgorithm(algorithm));
  return weak === undefined ? null : `The realm would sign with ${weak ?? 'no key'}`;
}

/** For a device, or by back channel: nothing goes back to the client through the browser, so nothing of a redirect is asked for. */
function decoupledRequest(
  client: Client,
  statusUrl: string,
  parameters: Readonly<Record<string, string>>,
): Omit<AuthorizationRequest, 'device' | 'ciba'> {
  return {
    client,
    redirectUri: statusUrl,
    responseMode: 'query',
    responseTypes: new Set(),
    state: null,
    nonce: null,
    scope: parameters.scope ?? '',
    prompt: [],
    maxAge: null,
    acrValues: words(parameters.acr_values),
    claims: NO_CLAIMS,
    hintedSubject: null,
    loginHint: null,
    action: null,
    codeChallenge: null,
    pushed: null,
    dpopJkt: null,
    resources: [],
    parameters,
  };
}

function readAction(text: string | undefined): AuthorizationRequest['action'] {
  if (!text) return null;
  const colon = text.indexOf(':');
  return colon < 0 ? { alias: text, parameter: null } : { alias: text.slice(0, colon), parameter: text.slice(colon + 1) };
}

/** RFC 8707 §2: an absolute URI without a fragment. */
function isResource(text: string): boolean {
  return URL.canParse(text) && !text.includes('#');
}

function words(value: string | undefined): readonly string[] {
  return (value ?? '').split(' ').filter(Boolean);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
