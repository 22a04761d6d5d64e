import type { Client, IdSource, LiveSession, RealmCache, RealmSnapshot, SessionStore, SsoSessions } from '@anteroom/core';
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
import { type FrontchannelClient, frontchannelClients } from './frontchannel-clients.ts';
import { createLegacyLogout, type LegacyLogoutDependencies } from './legacy-logout.ts';
import { type LogoutPlan, readLogoutCode, writeLogoutCode } from './logout-code.ts';
import { checkLogoutRequest, type LogoutRequestDependencies } from './logout-request.ts';

export interface LogoutDependencies extends LegacyLogoutDependencies, LogoutRequestDependencies {
  readonly sessions: SsoSessions;
  readonly realms: Pick<RealmCache, 'client' | 'clientByUuid'>;
  readonly browserSessions: BrowserSessions;
  readonly pages: Pages;
  readonly store: Pick<SessionStore, 'tag'>;
  readonly ids: IdSource;
  readonly events: LoginEvents;
}

/** What the client that the hint was made for knows a person by. */
const subjectFor = (client: Client | null, id: string): string => (client === null ? id : subjectOf(client, { id }));

/** For the frames of a logout to load. */
const FRAMES_SECONDS = 3;

function withState(target: string, state: string | null): string {
  return state === null ? target : `${target}${target.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`;
}

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

  /** Ends a session; resolves with the clients that this browser has to tell. */
  const end = async (visit: Visit, live: LiveSession, clientId: string | null): Promise<readonly FrontchannelClient[]> => {
    const { sid } = live;
    const userId = live.record.user;
    const told = await frontchannelClients({ realms, urls }, live);
    if (!(await sessions.end(visit.realm, sid))) return [];
    await events.write(visit.realm, { type: 'LOGOUT', clientId, userId, sessionId: sid, ipAddress: visit.ip });
    return told;
  };

  const loggedOut = (
    visit: Visit,
    { client, target, state }: { readonly client: Client | null; readonly target: string | null; readonly state: string | null },
    told: readonly FrontchannelClient[],
  ): HttpAnswer => {
    visit.setCookies.push(visit.jar.clear(COOKIES.identity), visit.jar.clear(COOKIES.session));
    if (told.length > 0)
      return tellClients(visit, told, target === null ? client?.baseUrl || null : withState(target, state), target !== null);
    if (target === null) return pages.page(visit, 200, { kind: 'logged-out', backUrl: client?.baseUrl || null }, { headers: NO_CACHE });
    return pages.redirect(visit, withState(target, state), NO_CACHE);
  };

  const tellClients = (visit: Visit, told: readonly FrontchannelClient[], continueUrl: string | null, goesOn: boolean): HttpAnswer =>
    pages.page(
      visit,
      200,
      { kind: 'frontchannel-logout', clients: told, continueUrl },
      {
        frames: told.map(({ url }) => new URL(url).origin),
        // No script: the browser goes on by itself when the frames had their time.
        headers: { ...NO_CACHE, ...(goesOn && continueUrl !== null ? { refresh: `${FRAMES_SECONDS};url=${continueUrl}` } : {}) },
      },
    );

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
      const told: FrontchannelClient[] = [];
      const hinted = request.sid === null ? null : await sessions.get(realm, request.sid);
      const isHinted = (userId: string) => request.subject !== null && request.subject === subjectFor(request.hintedClient, userId);
      if (hinted !== null && isHinted(hinted.record.user)) told.push(...(await end(visit, hinted, client?.clientId ?? null)));
      // The browser may have begun another session of the same person since; the session of somebody else is not the hint's business.
      if (current !== null && isHinted(current.user.id) && current.live.sid !== request.sid) {
        told.push(...(await end(visit, current.live, client?.clientId ?? null)));
      }
      const root = rootOf(visit.cookies[COOKIES.root], { store, ids });
      if (root.fresh || visit.cookies[COOKIES.identity]) visit.setCookies.push(visit.jar.set(COOKIES.root, root.secret));
      if (current !== null && !isHinted(current.user.id)) return confirmPage(visit, { client: client?.clientId ?? null, target, state });
      return loggedOut(visit, request, told);
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
      const told = current === null ? [] : await end(visit, current.live, plan.client);
      const client = plan.client === null ? null : await realms.client(realm, plan.client);
      return loggedOut(visit, { client, target: plan.target, state: plan.state }, told);
    },
  };
}
