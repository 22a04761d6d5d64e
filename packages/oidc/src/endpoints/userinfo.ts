import type { AccessTokenVerifier, Clock, InactiveReason, Log, SignedTokens, Urls } from '@anteroom/core';
import { USERINFO_CLAIMS } from '../browser/claims-request.ts';
import { claimPlan } from '../claims/claim-plan.ts';
import { effectiveScopes } from '../claims/client-scopes.ts';
import { namedClaims } from '../claims/named-claims.ts';
import type { OAuthRefusal } from '../errors/oauth-answer.ts';
import type { HttpAnswer } from '../http-context.ts';
import { DPOP_ALGORITHMS } from '../possession/dpop-proof.ts';
import type { Possession } from '../possession/possession.ts';
import type { EncryptForClient } from '../signed/encrypted-for-client.ts';
import { subjectOf } from '../subjects/subject.ts';
import { sessionFacts } from '../tokens/claim-source-of.ts';
import { parseAccessTokenId } from '../tokens/token-id.ts';
import { presentedToken, verifyPresented } from './bearer-token.ts';
import { forAnyOrigin, forClientOrigin } from './cors.ts';
import { type Endpoint, REALM_DISABLED } from './endpoint.ts';
import { createSignUserinfo } from './signed-userinfo.ts';

export interface UserinfoDependencies {
  readonly accessTokens: AccessTokenVerifier;
  readonly possession: Possession;
  readonly signed: SignedTokens;
  readonly encrypt: EncryptForClient;
  readonly clock: Clock;
  readonly urls: Urls;
  readonly log: Log;
}

/** OpenID Connect Core §5.3, refusals as recorded: empty body, everything in `WWW-Authenticate` (RFC 6750 §3). */
export function createUserinfo(dependencies: UserinfoDependencies): Endpoint {
  const { urls, log } = dependencies;
  const signUserinfo = createSignUserinfo(dependencies);
  return {
    methods: ['GET', 'HEAD', 'POST'],
    preflightMethods: 'GET, HEAD, OPTIONS',
    async answer(realm, request) {
      if (!realm.realm.enabled) return REALM_DISABLED;
      const refuse = (error: string | null, description = '', status = 401): HttpAnswer =>
        forAnyOrigin(request, challenge(realm.name, status, error, description));

      const presented = await presentedToken(request);
      if (presented === null) return refuse(null);
      const verdict = await verifyPresented(dependencies, realm, request, presented);
      if (verdict.kind === 'unproven') return forAnyOrigin(request, dpopChallenge(verdict.refusal, verdict.headers));
      if (verdict.kind === 'inactive') {
        log.info('userinfo.refused', { realm: realm.name, reason: verdict.reason, detail: verdict.detail });
        return refuse('invalid_token', DESCRIPTIONS[verdict.reason]);
      }
      const { claims, client, user, session, entry } = verdict;
      if (parseAccessTokenId(claims.jti as string).lightweight)
        return refuse('invalid_token', 'Lightweight access token not allowed for userinfo endpoint');
      const scope = typeof claims.scope === 'string' ? claims.scope : '';
      if (!scope.split(' ').includes('openid')) return refuse('insufficient_scope', 'Missing openid scope', 403);

      const { scopes } = effectiveScopes(realm, client, user, scope);
      const facts = session === null || entry === null ? { notes: {}, acr: '1', amr: [], sid: null } : sessionFacts(session, entry);
      const source = { realm, client, user, nonce: null, baseUrl: urls.base, ...facts };
      const mapped = claimPlan(realm, client, scopes).run('userinfo', source);
      const asked = entry?.notes[USERINFO_CLAIMS]?.split(' ') ?? [];
      const named = namedClaims(realm, client, asked, 'userinfo', source);
      const body = { sub: subjectOf(client, user), ...named, ...mapped.claims };
      const signed = await signUserinfo(realm, client, body);
      return forClientOrigin(request, client, urls.base, {
        status: 200,
        headers: {
          'content-type': signed === null ? 'application/json' : 'application/jwt',
          'cache-control': 'no-store, no-cache',
          pragma: 'no-cache',
        },
        body: signed ?? body,
      });
    },
  };
}

/** What the caller may know. A transient login's token is to be taken for one whose session ended. */
const DESCRIPTIONS: Readonly<Record<InactiveReason, string>> = {
  malformed: 'Token verification failed',
  expired: 'Token verification failed',
  stale: 'Token verification failed',
  revoked: 'Token verification failed',
  unproven: 'Token verification failed',
  client_missing: 'client_not_found',
  client_disabled: 'client_disabled',
  user_missing: 'user_not_found',
  user_disabled: 'user_disabled',
  session_missing: 'user_session_not_found',
  session_stale: 'user_session_not_found',
  transient: 'user_session_not_found',
};

function challenge(realmName: string, status: number, error: string | null, description: string): HttpAnswer {
  const realm = `Bearer realm="${realmName.replace(/[^\x20-\x7e]|["\\]/g, '_')}"`;
  return {
    status,
    headers: {
      'content-type': 'text/plain;charset=utf-8',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'www-authenticate': error === null ? realm : `${realm}, error="${error}", error_description="${description}"`,
    },
    body: null,
  };
}

/** RFC 9449 §7.1: what is wrong with a proof, and which algorithms count. */
function dpopChallenge({ error, description = '' }: OAuthRefusal, headers: Readonly<Record<string, string>>): HttpAnswer {
  const words = description.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return {
    status: 401,
    headers: {
      'content-type': 'text/plain;charset=utf-8',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'www-authenticate': `DPoP error="${error}", error_description="${words}", algs="${DPOP_ALGORITHMS.join(' ')}"`,
      ...headers,
    },
    body: null,
  };
}
