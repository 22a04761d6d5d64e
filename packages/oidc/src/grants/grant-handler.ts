import type { Client, Clock, Directory, IdSource, LimitedSessions, Log, RealmSnapshot, SsoSessions } from '@anteroom/core';
import type { FlowEngine } from '@anteroom/flows';
import type { OAuthRefusal } from '../errors/oauth-answer.ts';
import type { LoginEvents } from '../events/login-events.ts';
import type { PromiseOf } from '../events/receipt.ts';
import type { ProviderCache } from '../provider/provider-cache.ts';
import type { Confirmation, TokenGrant, TokenIssuer, TokenResponse } from '../tokens/token-grant.ts';
import type { Codes } from './codes.ts';

/** A token request whose client has been authenticated and whose form is well-formed. */
export interface GrantRequest {
  readonly realm: RealmSnapshot;
  readonly client: Client;
  readonly form: Readonly<Record<string, string>>;
  readonly ip: string;
  /** What the client proved to hold besides: the tokens are bound to it. */
  readonly confirmation?: Confirmation;
}

export type GrantResult =
  | { readonly kind: 'tokens'; readonly response: TokenResponse }
  | { readonly kind: 'refused'; readonly refusal: OAuthRefusal };

export type GrantHandler = (request: GrantRequest) => Promise<GrantResult>;

export interface GrantDependencies {
  readonly directory: Pick<Directory, 'users' | 'consents'>;
  readonly sessions: SsoSessions;
  readonly limited: LimitedSessions;
  readonly engine: FlowEngine;
  readonly issuer: TokenIssuer;
  readonly providers: ProviderCache;
  readonly codes: Codes;
  readonly events: LoginEvents;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly onTransientLogin: (realm: string) => void;
  readonly promiseOf: PromiseOf;
  /** Counts refusals of the library that the error table does not know. */
  readonly onUnknownError: (grant: string) => void;
}

export function refused(status: number, error: string, description?: string): GrantResult {
  return { kind: 'refused', refusal: description === undefined ? { status, error } : { status, error, description } };
}

/** Whether the request (or a default scope of the client) asks for an offline session. */
export function asksForOffline(client: Client, scope: string): boolean {
  return scope.split(' ').includes('offline_access') || client.defaultClientScopes.includes('offline_access');
}

/** Whether the client still has the scope that its offline sessions stand on. */
export function mayBeOffline({ defaultClientScopes, optionalClientScopes }: Client): boolean {
  return [...defaultClientScopes, ...optionalClientScopes].includes('offline_access');
}

/** Keycloak's client attribute; absent means yes. */
export function issuesRefreshTokens(client: Client): boolean {
  return client.attributes['use.refresh.tokens'] !== 'false';
}

/**
 * RFC 8707 §2.2: with a `resource` the access token is for that one alone. It must be among the audiences that the client's scopes give
 * anyway: naming one adds nothing. Null when it is not (`invalid_target`).
 */
export function forResources(issuer: Pick<TokenIssuer, 'audienceOf'>, grant: TokenGrant, resources: readonly string[]): TokenGrant | null {
  if (resources.length === 0) return grant;
  const available = issuer.audienceOf(grant);
  return resources.every((resource) => available.includes(resource)) ? { ...grant, audience: resources } : null;
}

/** `resource` of a token request. */
export const resourcesOf = ({ form }: Pick<GrantRequest, 'form'>): readonly string[] => (form.resource ? [form.resource] : []);

export const INVALID_TARGET = refused(400, 'invalid_target', 'The requested resource is not available');

/** The part of a token grant that binds its tokens to what the client proved to hold. */
export function boundTo({ confirmation }: Pick<GrantRequest, 'confirmation'>): { readonly confirmation?: Confirmation } {
  return confirmation === undefined ? {} : { confirmation };
}
