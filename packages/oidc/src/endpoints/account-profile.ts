import type { AccessTokenVerifier, Urls } from '@anteroom/core';
import type { Possession } from '../possession/possession.ts';
import { presentedToken, verifyPresented } from './bearer-token.ts';
import { forClientOrigin } from './cors.ts';
import { type Endpoint, errorAnswer } from './endpoint.ts';

/** Roles of client `account` that let a token read its owner's profile. */
const READERS = ['view-profile', 'manage-account'];

/**
 * `GET /realms/{realm}/account` for `Accept: application/json`, which Keycloak's JavaScript adapter calls for the user's profile. The token
 * must have been given a role of client `account` for it.
 */
export function createAccountProfile(dependencies: {
  readonly accessTokens: AccessTokenVerifier;
  readonly possession: Possession;
  readonly urls: Urls;
}): Endpoint {
  const { urls } = dependencies;
  return {
    methods: ['GET', 'HEAD'],
    preflightMethods: 'GET, POST, PUT, DELETE, OPTIONS',
    async answer(realm, request) {
      const presented = await presentedToken(request);
      const verdict = presented === null ? null : await verifyPresented(dependencies, realm, request, presented);
      if (verdict === null || verdict.kind !== 'active') return errorAnswer(401, 'HTTP 401 Unauthorized');
      const { claims, user, client } = verdict;
      const access = claims.resource_access as { readonly account?: { readonly roles?: readonly string[] } } | undefined;
      const answer = READERS.some((role) => access?.account?.roles?.includes(role))
        ? { status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' }, body: profileOf(user) }
        : errorAnswer(403, 'HTTP 403 Forbidden');
      return forClientOrigin(request, client, urls.base, answer);
    },
  };
}

type User = Extract<Awaited<ReturnType<AccessTokenVerifier['verify']>>, { kind: 'active' }>['user'];

function profileOf({ id, username, firstName, lastName, email, emailVerified, attributes }: User): object {
  return {
    id,
    username,
    ...(firstName === null ? {} : { firstName }),
    ...(lastName === null ? {} : { lastName }),
    ...(email === null ? {} : { email }),
    emailVerified,
    attributes,
  };
}
