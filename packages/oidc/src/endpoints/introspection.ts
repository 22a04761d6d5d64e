import type { Client, Clock, Log, RealmSnapshot, Urls } from '@anteroom/core';
import { claimPlan } from '../claims/claim-plan.ts';
import { effectiveScopes } from '../claims/client-scopes.ts';
import type { ClientAuthentication } from '../clients/client-authentication.ts';
import { refusalAnswer } from '../errors/oauth-answer.ts';
import type { HttpAnswer, HttpRequest } from '../http-context.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import { sessionFacts } from '../tokens/claim-source-of.ts';
import { type Endpoint, errorAnswer, REALM_DISABLED } from './endpoint.ts';
import { createTokenInspection, type Inspected, type InspectedTokenDependencies } from './inspected-token.ts';

export interface IntrospectionDependencies extends InspectedTokenDependencies {
  readonly clients: ClientAuthentication;
  readonly urls: Urls;
  readonly log: Log;
  readonly clock: Clock;
}

const JWT_TYPE = 'application/token-introspection+jwt';
const LIFESPAN_SECONDS = 60;

const acceptsJwt = ({ headers }: HttpRequest): boolean => (headers.accept ?? '').includes(JWT_TYPE);

const HINTS = [undefined, '', 'access_token', 'refresh_token'];

const answer = (body: object): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
  body,
});

/** RFC 7662, with what Keycloak adds. The asking client must be in the token's audience, or the token is nothing to it (CVE-2026-37979). */
export function createIntrospection(dependencies: IntrospectionDependencies): Endpoint {
  const { clients, urls, log, signed, clock } = dependencies;
  const authenticate = clients.for('introspection');
  const inspect = createTokenInspection(dependencies);

  /** RFC 9701 §5: what the token says, signed for whoever asked. */
  const asJwt = async (realm: RealmSnapshot, client: Client, claims: object): Promise<HttpAnswer> => {
    const iat = Math.floor(clock.now().getTime() / 1000);
    const payload = { aud: client.clientId, iat, exp: iat + LIFESPAN_SECONDS, token_introspection: claims };
    const algorithm = realmKeys(realm).signingAlgorithm(client.attributes['introspection.signed.response.alg']);
    const body = await signed.sign(realm, 'introspection', payload, {
      headerType: 'token-introspection+jwt',
      ...(algorithm === null ? {} : { algorithm }),
    });
    return { status: 200, headers: { 'content-type': JWT_TYPE, 'cache-control': 'no-cache' }, body };
  };

  return {
    methods: ['POST'],
    preflightMethods: null,
    async answer(realm, request) {
      const { values, duplicated } = await request.readForm();
      if (!realm.realm.enabled) return REALM_DISABLED;
      const caller = await authenticate(realm, request, values);
      if (caller.kind === 'refused') return refusalAnswer(caller.refusal);
      if (duplicated.length > 0) return errorAnswer(400, 'invalid_request', 'duplicated parameter');
      const { token, token_type_hint: hint } = values;
      if (!token) return errorAnswer(400, 'invalid_request', 'Token not provided.');
      if (!HINTS.includes(hint)) return errorAnswer(400, 'invalid_request', 'Unsupported token type.');

      const inspected = await inspect(realm, token, hint);
      const note = (reason: string, detail: string): HttpAnswer => {
        log.info('introspection.inactive', { realm: realm.name, client: caller.client.clientId, reason, detail });
        return answer({ active: false });
      };
      if (inspected.kind === 'inactive') return note(inspected.reason, inspected.detail);
      const claims = describe(realm, inspected, urls.base);
      if (!audienceOf(claims).includes(caller.client.clientId)) return note('audience', 'the asking client is not in the token audience');
      return acceptsJwt(request) ? asJwt(realm, caller.client, claims) : answer(claims);
    },
  };
}

const audienceOf = (claims: Readonly<Record<string, unknown>>): readonly unknown[] =>
  claims.aud === undefined ? [] : Array.isArray(claims.aud) ? claims.aud : [claims.aud];

/** The token's own registered claims, and what mappers give to introspection now: a lightweight token becomes whole again here. */
function describe(realm: RealmSnapshot, inspected: Extract<Inspected, { kind: 'ok' }>, baseUrl: string): Readonly<Record<string, unknown>> {
  const { claims, client, user, session, entry } = inspected;
  const { scopes } = effectiveScopes(realm, client, user, typeof claims.scope === 'string' ? claims.scope : (entry?.scope ?? ''));
  // A service account's notes are not stored; the token has what its mappers made of them.
  const facts = session === null || entry === null ? { notes: {}, acr: '1', amr: [], sid: null } : sessionFacts(session, entry);
  const source = { realm, client, user, nonce: null, baseUrl, ...facts };
  const mapped = claimPlan(realm, client, scopes).run('introspection', source);
  const audience = [...new Set([...mapped.audience, ...audienceOf(claims)])];
  const kept = session === null ? KEPT_SESSIONLESS : KEPT;
  return {
    ...Object.fromEntries(kept.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]])),
    ...(audience.length === 0 ? {} : { aud: audience.length === 1 ? audience[0] : audience }),
    ...mapped.claims,
    client_id: client.clientId,
    username: user.username,
    token_type: (claims.cnf as { readonly jkt?: string } | undefined)?.jkt === undefined ? claims.typ : 'DPoP',
    active: true,
  };
}

const KEPT = ['exp', 'iat', 'auth_time', 'jti', 'iss', 'sub', 'typ', 'azp', 'sid', 'acr', 'scope', 'cnf'];
const KEPT_SESSIONLESS = [...KEPT, 'clientHost', 'clientAddress'];
