import type { IncomingHttpHeaders } from 'node:http';
import {
  acceptedSecrets,
  type Client,
  type ClientRules,
  type Clock,
  clientFault,
  clientRules,
  type Log,
  type RealmCache,
  type RealmSnapshot,
  type SessionStore,
  type Urls,
} from '@anteroom/core';
import type { OAuthRefusal } from '../errors/oauth-answer.ts';
import { assertedClient, checkAssertion } from './client-assertion.ts';
import { isCertificateOf } from './client-certificate.ts';
import { JWT_BEARER, type PresentedClient, presentedClient } from './client-credentials.ts';
import type { ClientKeySource } from './client-key-source.ts';
import { type ClientCaller, type ClientFailure, clientRefusal, guessesRefusal } from './refusals.ts';
import { sameSecret } from './same-secret.ts';
import { createSecretGuesses } from './secret-guesses.ts';

export type ClientAuthMethod =
  | 'none'
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'tls_client_auth';

/** The parts of a request that say who the client is. A whole request fits. */
export interface ClientRequest {
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly clientCertificate?: Buffer | null;
}

export type ClientResult =
  | { readonly kind: 'client'; readonly client: Client; readonly method: ClientAuthMethod }
  | { readonly kind: 'refused'; readonly refusal: OAuthRefusal; readonly clientId: string | null };

export interface ClientAuthentication {
  /** An authenticator for one endpoint: the same checks everywhere, that endpoint's words when they fail. */
  for(
    caller: ClientCaller,
  ): (realm: RealmSnapshot, request: ClientRequest, form: Readonly<Record<string, string>>) => Promise<ClientResult>;
}

export interface ClientAuthenticationDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly store: Pick<SessionStore, 'get' | 'create' | 'put'>;
  readonly clock: Clock;
  readonly urls: Urls;
  readonly log: Log;
  readonly keys: ClientKeySource;
}

type Proof =
  | { readonly kind: 'ok'; readonly method: ClientAuthMethod }
  /** `guess`: a secret was tried and it was not the right one. */
  | { readonly kind: 'failed'; readonly reason: string; readonly guess?: true };

/** Characters of a client's name that a refusal logs. */
const MOST_LOGGED = 64;

/** One client authentication for every endpoint that has clients (RFC 6749 §2.3, RFC 7523 §2.2). */
export function createClientAuthentication({
  realms,
  store,
  clock,
  urls,
  log,
  keys,
}: ClientAuthenticationDependencies): ClientAuthentication {
  const guesses = createSecretGuesses({ store, clock, log });
  const prove = async (
    realm: RealmSnapshot,
    client: Client,
    presented: PresentedClient,
    certificate: Buffer | null,
    rules: ClientRules,
  ): Promise<Proof> => {
    if (presented.kind === 'assertion') {
      if (presented.type !== JWT_BEARER) return { kind: 'failed', reason: 'unknown kind of client assertion' };
      const method = assertionMethod(client);
      if (method === null || client.publicClient) return { kind: 'failed', reason: 'the client does not sign assertions' };
      const context = { realm, audiences: audiencesOf(urls.issuer(realm.name)), now: clock.now(), store, keys, rules: rules.requests };
      const result = await checkAssertion(client, presented.assertion, context);
      if (result.kind === 'ok') return { kind: 'ok', method };
      return method === 'client_secret_jwt' && result.wrongKey === true
        ? { kind: 'failed', reason: result.reason, guess: true }
        : { kind: 'failed', reason: result.reason };
    }
    if (presented.kind !== 'secret') return { kind: 'failed', reason: 'no credentials' };
    // Recorded: a public client may send any secret; it proves nothing.
    if (client.publicClient) return { kind: 'ok', method: 'none' };
    if (client.clientAuthenticatorType === 'client-x509') {
      // RFC 8705 §2.1.2: the proxy or TLS has checked the chain; here it is about whose certificate it is.
      if (certificate === null) return { kind: 'failed', reason: 'no client certificate' };
      return isCertificateOf(client, certificate)
        ? { kind: 'ok', method: 'tls_client_auth' }
        : { kind: 'failed', reason: 'the certificate is of another subject' };
    }
    if (client.clientAuthenticatorType !== 'client-secret')
      return { kind: 'failed', reason: `the client authenticates by ${client.clientAuthenticatorType}` };
    const accepted = acceptedSecrets(client, clock.now());
    if (accepted.length === 0) return { kind: 'failed', reason: 'the client has no secret, or it has expired' };
    if (presented.secrets.length === 0) return { kind: 'failed', reason: 'no secret' };
    // Each is compared, so that the time says nothing about which one it was.
    const known = accepted.map((secret) => presented.secrets.every((spellings) => sameSecret(secret, spellings)));
    return known.includes(true)
      ? { kind: 'ok', method: presented.method as ClientAuthMethod }
      : { kind: 'failed', reason: 'wrong secret', guess: true };
  };

  return {
    for: (caller) => async (realm, request, form) => {
      const presented = presentedClient(request.headers, form);
      const clientId = clientIdOf(presented);
      const refuse = (failure: ClientFailure, reason: string): ClientResult => {
        log.info('client.refused', { realm: realm.name, client: shortOf(clientId), caller, reason, ip: request.ip });
        const refusal = clientRefusal(caller, failure);
        // RFC 6749 §5.2: whoever tried by header is told so in the header.
        const tried = refusal.status === 401 && /^basic\b/i.test(request.headers.authorization ?? '');
        return { kind: 'refused', refusal: tried ? { ...refusal, challenge: `Basic realm="${realm.name}"` } : refusal, clientId };
      };
      const tooMany = (seconds: number): ClientResult => {
        log.info('client.refused', { realm: realm.name, client: clientId, caller, reason: 'too many wrong secrets', ip: request.ip });
        return { kind: 'refused', refusal: guessesRefusal(seconds), clientId };
      };
      if (clientId === null) return refuse('unknown', presented.kind === 'malformed' ? presented.reason : 'no client named');

      const found = await realms.client(realm, clientId);
      const client = found?.protocol === 'openid-connect' ? found : null;
      const wait = () => (client === null || provesBySecret(client) ? guesses.wait(realm, client, request.ip) : 0);
      if (wait() > 0) return tooMany(wait());
      if (client === null) {
        await guesses.wrong(realm, null, request.ip);
        return refuse('unknown', 'no such client');
      }
      if (!client.enabled) return refuse('unknown', 'the client is disabled');
      if (caller === 'introspection' && client.publicClient) return refuse('public', 'public clients may not introspect');
      const rules = clientRules({ realm, client, source: null, grantType: form.grant_type ?? null });
      const proof = await prove(realm, client, presented, request.clientCertificate ?? null, rules);
      // Asked again with nothing awaited before it is counted: of many at the same moment no more than the limit learn anything.
      if ((proof.kind === 'ok' || proof.guess === true) && wait() > 0) return tooMany(wait());
      if (proof.kind === 'failed') {
        if (proof.guess === true) await guesses.wrong(realm, client, request.ip);
        return refuse('failed', proof.reason);
      }
      if (provesBySecret(client)) guesses.right(client, request.ip);
      // A bearer-only client asks for no tokens; it may ask about them.
      if (client.bearerOnly && caller !== 'introspection') return refuse('failed', 'the client is bearer-only');
      // A client that was set up before a policy, or past it, asks for nothing until it keeps to it.
      const fault = clientFault(client, rules);
      if (fault !== null) {
        log.info('client.against_policy', { realm: realm.name, client: clientId, caller, reason: fault });
        return { kind: 'refused', refusal: { status: 400, error: 'invalid_client', description: fault }, clientId };
      }
      return { kind: 'client', client, method: proof.method };
    },
  };
}

function clientIdOf(presented: PresentedClient): string | null {
  switch (presented.kind) {
    case 'nothing':
    case 'malformed':
      return null;
    case 'secret':
      return presented.clientId;
    case 'assertion': {
      const asserted = assertedClient(presented.assertion);
      // An unreadable assertion is the fault of the client that the form names; a readable one must speak of that very client.
      if (asserted === null) return presented.clientId;
      return presented.clientId === null || presented.clientId === asserted ? asserted : null;
    }
  }
}

/** Whose proof can be guessed at: a secret, sent or signed with. */
function provesBySecret(client: Client): boolean {
  return (
    !client.publicClient && (client.clientAuthenticatorType === 'client-secret' || client.clientAuthenticatorType === 'client-secret-jwt')
  );
}

function assertionMethod(client: Client): ClientAuthMethod | null {
  if (client.clientAuthenticatorType === 'client-jwt') return 'private_key_jwt';
  return client.clientAuthenticatorType === 'client-secret-jwt' ? 'client_secret_jwt' : null;
}

/** RFC 7523 §3 asks for the token endpoint or the issuer; clients also name the endpoint they call. */
function audiencesOf(issuer: string): readonly string[] {
  const base = `${issuer}/protocol/openid-connect`;
  return [
    issuer,
    `${base}/token`,
    `${base}/token/introspect`,
    `${base}/revoke`,
    `${base}/ext/par/request`,
    `${base}/ext/ciba/auth`,
    `${base}/logout`,
  ];
}

/** What somebody sends as a name may be a token, or fill the log. */
function shortOf(name: string | null): string | null {
  return name !== null && name.length > MOST_LOGGED ? `${name.slice(0, MOST_LOGGED)}…` : name;
}
