import type { RealmCache, Urls } from '@anteroom/core';
import {
  type AuthorizationEndpointDependencies,
  answerAuthorizationRequest,
  type RealmEndpoint,
} from '../browser/authorization-endpoint.ts';
import { CIBA_PARAMETER } from '../browser/authorization-request.ts';
import type { BrowserSessions } from '../browser/browser-session.ts';
import { singleValues } from '../browser/single-values.ts';
import { type Visit, visitOf } from '../browser/visit.ts';
import { plainError } from '../errors/oauth-answer.ts';
import type { HttpAnswer } from '../http-context.ts';
import type { AuthenticationRequest, AuthenticationRequests } from './authentication-requests.ts';

export interface AuthenticationPagesDependencies extends Omit<AuthorizationEndpointDependencies, 'reader'> {
  readonly requests: AuthenticationRequests;
  readonly realms: Pick<RealmCache, 'client' | 'clientByUuid'>;
  readonly browserSessions: BrowserSessions;
  readonly urls: Urls;
}

export const AUTHENTICATION_REQUESTS = '/authentication-requests';

/**
 * Where a person answers clients that wait for them: `/realms/{realm}/authentication-requests/{id}`, which the mail names, and without an
 * id, in a browser where they are signed in, their newest one. Both lead through an ordinary login to a page that names the client.
 */
export function createAuthenticationPages(dependencies: AuthenticationPagesDependencies): {
  readonly answer: (id: string) => RealmEndpoint;
  readonly status: RealmEndpoint;
} {
  const { requests, realms, browserSessions, pages, logins, urls } = dependencies;

  const open = async (visit: Visit, request: AuthenticationRequest | null): Promise<HttpAnswer> => {
    const client = request === null ? null : await realms.clientByUuid(visit.realm, request.state.client);
    if (request === null || request.state.status !== 'pending' || client === null || !client.enabled)
      return pages.page(visit, 200, { kind: 'info', message: { key: 'authenticationRequestGone' }, actions: [], link: null });
    const values = {
      client_id: client.clientId,
      scope: request.state.scope,
      acr_values: request.state.acrValues,
      [CIBA_PARAMETER]: request.id,
    };
    // Whoever else is signed in here is not the one who was asked.
    const session = await browserSessions.current(visit);
    const ignoreSession = session !== null && session.user.id !== request.state.person;
    return answerAuthorizationRequest(dependencies, visit, { values, duplicated: [] }, async (asked) =>
      logins.begin(visit, asked, { ignoreSession }),
    );
  };

  const enter =
    (handle: (visit: Visit, values: Readonly<Record<string, string>>) => Promise<HttpAnswer>): RealmEndpoint =>
    async (ctx, realm) => {
      if (ctx.method !== 'GET') return plainError(405, 'HTTP 405 Method Not Allowed');
      const { values } = singleValues(ctx.query);
      const visit = visitOf(ctx, realm, urls, values);
      if (!realm.realm.enabled) return pages.error(visit, 400, { key: 'realmNotEnabledMessage' });
      return handle(visit, values);
    };

  return {
    answer: (id) =>
      enter(async (visit) => {
        if (id !== '') return open(visit, await requests.get(visit.realm, id));
        const session = await browserSessions.current(visit);
        const [newest = null] = session === null ? [] : await requests.listPending(visit.realm, session.user.id);
        return open(visit, newest);
      }),
    status: enter(async (visit, values) => {
      const key = values.error === undefined ? 'authenticationRequestApproved' : 'authenticationRequestDenied';
      return pages.page(visit, 200, { kind: 'info', message: { key }, actions: [], link: null });
    }),
  };
}
