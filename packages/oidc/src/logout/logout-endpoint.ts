import type { Client, IdSource, RealmSnapshot, SessionStore, SsoSessions } from '@anteroom/core';
import type { RealmEndpoint } from '../browser/authorization-endpoint.ts';
import type { BrowserSessions } from '../browser/browser-session.ts';
import { COOKIES } from '../browser/cookies.ts';
import { existingRoot, isTabId, rootOf } from '../browser/login-tab.ts';
import type { Pages } from '../browser/pages.ts';
import { singleValues } from '../browser/single-values.ts';
import { type Visit, visitOf } from '../browser/visit.ts';
import { plainError } from '../errors/oauth-answer.ts';
import type { LoginEvents } from '../events/login-events.ts';
import type { HttpAnswer } from '../http-context.ts';
import { subjectOf } from '../subjects/subject.ts';
import { createLegacyLogout, type LegacyLogoutDependencies } from './legacy-logout.ts';
import { type LogoutPlan, readLogoutCode, writeLogoutCode } from './logout-code.ts';
import { checkLogoutRequest, type LogoutRequestDependencies } from './logout-request.ts';

export interface LogoutDependencies extends LegacyLogoutDependencies, LogoutRequestDependencies {
  readonly sessions: SsoSessions;
  readonly browserSessions: BrowserSessions;
  readonly pages: Pages;
  readonly store: Pick<SessionStore, 'tag'>;
  readonly ids: IdSource;
  readonly events: LoginEvents;
}

/** What the client that the hint was made for knows a person by. */
const subjectFor = (client: Client | null, id: string): string => (client === null ? id : subjectOf(client, { id }));

const NO_CACHE = { 'cache-control': 'no-cache' } as const;

/** Shown as the client where none was named (recorded). */
const NO_CLIENT = 'account';

export interface LogoutEndpoints {
  /** `GET` and `POST …/logout` */
  readonly logout: RealmEndpoint;
  /** `POST …/logout/logout-confirm` */
  readonly confirm: RealmEndpoint;
}

/** OpenID Connect RP-Initiated Logout 1.0 as Keycloak answers it. */
export function createLogoutEndpoints(dependencies: LogoutDependencies): LogoutEndpoints {
  const { pages, urls, store, ids, sessions, browserSessions, events, realms } = dependencies;
  const legacy = createLegacyLogout(dependencies);

  const visitAt = (ctx: Parameters<RealmEndpoint>[0], realm: RealmSnapshot, values: Readonly<Record<string, string>>) =>
    visitOf(ctx, realm, urls, values);

  const confirmPage = (visit: Visit, plan: LogoutPlan): HttpAnswer => {
    const root = rootOf(visit.cookies[COOKIES.root], { store, ids });
    if (root.fresh || visit.cookies[COOKIES.identity]) visit.setCookies.push(visit.jar.set(COOKIES.root, root.secret));
    const tab = ids.token(9);
    const action = new URL(`${urls.issuer(visit.realm.name)}/protocol/openid-connect/logout/logout-confirm`);
    action.search = new URLSearchParams({ client_id: plan.client ?? NO_CLIENT, tab_id: tab }).toString();
    return pages.page(
      visit,
      200,
      { kind: 'logout-confirm' },
      {
        action: `${action.pathname}${action.search}`,
        hidden: { session_code: writeLogoutCode(root, tab, plan) },
        headers: NO_CACHE,
      },
    );
  };

  const end = async (visit: Visit, sid: string, userId: string, clientId: string | null): Promise<void> => {
    if (!(await sessions.end(visit.realm, sid))) return;
    await events.write(visit.realm, { type: 'LOGOUT', clientId, userId, sessionId: sid, ipAddress: visit.ip });
  };

  const loggedOut = (visit: Visit, client: Client | null, target: string | null, state: string | null): HttpAnswer => {
    visit.setCookies.push(visit.jar.clear(COOKIES.identity), visit.jar.clear(COOKIES.session));
    if (target === null) return pages.page(visit, 200, { kind: 'logged-out', backUrl: client?.baseUrl || null }, { headers: NO_CACHE });
    const query = state === null ? '' : `${target.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`;
    return pages.redirect(visit, `${target}${query}`, NO_CACHE);
  };

  return {
    async logout(ctx, realm) {
      if (ctx.method !== 'GET' && ctx.method !== 'POST') return plainError(405, 'HTTP 405 Method Not Allowed');
      const values = ctx.method === 'GET' ? singleValues(ctx.query).values : (await ctx.readForm()).values;
      if (ctx.method === 'POST' && values.refresh_token !== undefined) return legacy(ctx, realm, values);
      const visit = visitAt(ctx, realm, values);
      const request = await checkLogoutRequest(dependencies, realm, values);
      if (request.kind === 'page') {
        const answer = pages.error(visit, 400, request.message);
        return { ...answer, headers: { ...answer.headers, ...NO_CACHE } };
      }
      const { client, target, state } = request;
      if (request.kind === 'confirm') return confirmPage(visit, { client: client?.clientId ?? null, target, state });

      const current = await browserSessions.current(visit);
      const hinted = request.sid === null ? null : await sessions.get(realm, request.sid);
      const isHinted = (userId: string) => request.subject !== null && request.subject === subjectFor(request.hintedClient, userId);
      if (hinted !== null && isHinted(hinted.record.user)) await end(visit, hinted.sid, hinted.record.user, client?.clientId ?? null);
      // The browser may have begun another session of the same person since; the session of somebody else is not the hint's business.
      if (current !== null && isHinted(current.user.id) && current.live.sid !== request.sid) {
        await end(visit, current.live.sid, current.user.id, client?.clientId ?? null);
      }
      const root = rootOf(visit.cookies[COOKIES.root], { store, ids });
      if (root.fresh || visit.cookies[COOKIES.identity]) visit.setCookies.push(visit.jar.set(COOKIES.root, root.secret));
      if (current !== null && !isHinted(current.user.id)) return confirmPage(visit, { client: client?.clientId ?? null, target, state });
      return loggedOut(visit, client, target, state);
    },

    async confirm(ctx, realm) {
      if (ctx.method !== 'POST') return plainError(405, 'HTTP 405 Method Not Allowed');
      const visit = visitAt(ctx, realm, {});
      const root = existingRoot(visit.cookies[COOKIES.root]);
      const tab = ctx.query.get('tab_id') ?? undefined;
      const { values: form } = await ctx.readForm();
      const plan = root === null || !isTabId(tab) ? null : readLogoutCode(root, tab, form.session_code);
      // Cookies lost or another tab's page: ask again instead of ending in an error.
      if (plan === null) return confirmPage(visit, { client: null, target: null, state: null });
      const current = await browserSessions.current(visit);
      if (current !== null) await end(visit, current.live.sid, current.user.id, plan.client);
      const client = plan.client === null ? null : await realms.client(realm, plan.client);
      return loggedOut(visit, client, plan.target, plan.state);
    },
  };
}
