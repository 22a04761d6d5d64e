import type { RealmSnapshot, Urls } from '@anteroom/core';
import type { FlowPurpose } from '@anteroom/flows';
import { plainError } from '../errors/oauth-answer.ts';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import { errorResponse } from './authorization-answer.ts';
import { type AuthorizationCheckDependencies, type AuthorizationParameters, checkAuthorizationRequest } from './authorization-request.ts';
import type { LoginPages } from './login-pages.ts';
import type { Logins } from './logins-port.ts';
import type { Pages } from './pages.ts';
import type { RequestReader } from './request-reader.ts';
import { singleValues } from './single-values.ts';
import { type Visit, visitOf } from './visit.ts';

export type RealmEndpoint = (ctx: HttpContext, realm: RealmSnapshot) => Promise<HttpAnswer>;

export interface AuthorizationEndpointDependencies extends AuthorizationCheckDependencies {
  readonly urls: Urls;
  readonly logins: Logins;
  readonly pages: Pages;
  readonly loginPages: LoginPages;
  readonly reader: RequestReader;
}

/**
 * `GET` and `POST …/auth` (OpenID Connect Core §3.1.2.1). With another purpose the same request begins on the page of a registration or of
 * a forgotten password (Keycloak's `registrations` and `forgot-credentials`).
 */
export function createAuthorizationEndpoint(
  dependencies: AuthorizationEndpointDependencies,
  { path = 'auth', purpose = 'login' }: { readonly path?: string; readonly purpose?: FlowPurpose } = {},
): RealmEndpoint {
  const { urls } = dependencies;
  return async (ctx, realm) => {
    if (ctx.method !== 'GET' && ctx.method !== 'POST') return plainError(405, 'HTTP 405 Method Not Allowed');
    const parameters: AuthorizationParameters = ctx.method === 'GET' ? singleValues(ctx.query) : await ctx.readForm();
    if (ctx.method === 'POST' && ctx.headers['sec-fetch-site'] === 'cross-site' && urls.base.startsWith('http:')) {
      // Lax cookies do not come with a cross-site POST; with the GET that follows they do (settled 4).
      const location = `${urls.issuer(realm.name)}/protocol/openid-connect/${path}?${new URLSearchParams(parameters.values)}`;
      return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: null };
    }
    const visit = visitOf(ctx, realm, urls, parameters.values);
    const read = await dependencies.reader.read(realm, parameters);
    if (read.kind === 'refused') return dependencies.pages.error(visit, 400, { key: 'invalidRequestMessage' });
    return answerAuthorizationRequest(dependencies, visit, read.parameters, async (request) =>
      dependencies.logins.begin(visit, request, { purpose }),
    );
  };
}

/** Checks a request and goes on with it, or answers what is wrong with it. */
export async function answerAuthorizationRequest(
  dependencies: Omit<AuthorizationEndpointDependencies, 'logins' | 'reader'>,
  visit: Visit,
  parameters: AuthorizationParameters,
  goOn: (request: Extract<Awaited<ReturnType<typeof checkAuthorizationRequest>>, { kind: 'ok' }>['request']) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const { pages, loginPages, urls } = dependencies;
  const check = await checkAuthorizationRequest(dependencies, visit.realm, parameters);
  switch (check.kind) {
    case 'ok':
      return goOn(check.request);
    case 'page':
      return pages.error(visit, check.status, check.message);
    case 'error':
      return loginPages.response(
        visit,
        errorResponse(check.redirect, check.client, { urls, realmName: visit.realm.name }, check.error, check.description),
      );
  }
}
