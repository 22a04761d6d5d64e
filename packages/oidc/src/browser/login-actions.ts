import { type Clock, matchRedirectUri, type RealmSnapshot } from '@anteroom/core';
import type { FlowPurpose } from '@anteroom/flows';
import { plainError } from '../errors/oauth-answer.ts';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import { type AuthorizationEndpointDependencies, answerAuthorizationRequest } from './authorization-endpoint.ts';
import { readClientData } from './client-data.ts';
import { COOKIES } from './cookies.ts';
import { evenly } from './evenly.ts';
import { isHolder } from './login-holder.ts';
import type { LoginRecords, OpenLogin } from './login-records.ts';
import { existingRoot, isTabId } from './login-tab.ts';
import type { LoginAction } from './login-urls.ts';
import type { RestartCookies } from './restart-cookie.ts';
import { singleValues } from './single-values.ts';
import { type Visit, visitOf } from './visit.ts';

export interface LoginActionsDependencies extends Omit<AuthorizationEndpointDependencies, 'reader'> {
  readonly records: LoginRecords;
  readonly restartCookies: RestartCookies;
  readonly clock: Clock;
}

/** Pages of a flow have its address; the others belong to whichever flow the tab is in. */
const PURPOSES: Readonly<Partial<Record<LoginAction, FlowPurpose>>> = {
  authenticate: 'login',
  'reset-credentials': 'reset-credentials',
  registration: 'registration',
};

/** `login-actions/{authenticate,required-action,consent,restart,reset-credentials,registration}`: pages and forms of a login in progress. */
export function createLoginActions(
  dependencies: LoginActionsDependencies,
): (ctx: HttpContext, realm: RealmSnapshot, action: LoginAction) => Promise<HttpAnswer> {
  const { urls, logins, pages, records, clock } = dependencies;
  return async (ctx, realm, action) => {
    if (ctx.method !== 'GET' && ctx.method !== 'POST') return plainError(405, 'HTTP 405 Method Not Allowed');
    const query = singleValues(ctx.query).values;
    const visit = visitOf(ctx, realm, urls, query);
    const login = await find(records, visit, query);
    if (login === null) return startOver(dependencies, visit, query, action);

    const parameters = { values: login.parameters, duplicated: [] };
    // Checked anew: the client may have been disabled or its redirect URIs changed since the page was made.
    return answerAuthorizationRequest(dependencies, visit, parameters, async (request) => {
      if (action === 'restart') return logins.restart(visit, request, login);
      const purpose = PURPOSES[action] ?? login.progress.purpose;
      const elsewhere = purpose !== login.progress.purpose;
      if (ctx.method === 'GET') return elsewhere ? logins.enter(visit, request, login, purpose) : logins.show(visit, request, login);
      // A form of a page that this tab has left.
      if (elsewhere) return logins.show(visit, request, login);
      const { values: form, duplicated } = await ctx.readForm();
      if (duplicated.length > 0) return pages.error(visit, 400, { key: 'invalidRequestMessage' });
      if (action === 'consent') return logins.consent(visit, request, login, { accept: form.accept !== undefined, sessionCode: form.code });
      const submit = () =>
        logins.submit(visit, request, login, { executionId: query.execution ?? '', sessionCode: query.session_code, form });
      // How long it takes says nothing about whether somebody has this name.
      return action === 'reset-credentials' ? evenly(clock, submit) : submit();
    });
  };
}

/** The login that this browser's root cookie and the URL's tab name together; a tab of another browser is none. */
async function find(records: LoginRecords, visit: Visit, { tab_id: tab }: Readonly<Record<string, string>>): Promise<OpenLogin | null> {
  const root = existingRoot(visit.cookies[COOKIES.root]);
  const login = root === null || !isTabId(tab) ? null : await records.get(visit.realm, root, tab);
  // What is done is found by the proof of its last form (settled 5), not by the holder's cookie.
  return login !== null && (login.done !== null || isHolder(visit, login)) ? login : null;
}

/**
 * The record is gone (expired, finished, another browser). With `KC_RESTART` of the same client the login begins again; otherwise the
 * page says so and leads back to the application, if its address is one that the client registered.
 */
async function startOver(
  dependencies: LoginActionsDependencies,
  visit: Visit,
  query: Readonly<Record<string, string>>,
  action: LoginAction,
): Promise<HttpAnswer> {
  const { restartCookies, logins, pages } = dependencies;
  const parameters = await restartCookies.read(visit.realm, visit.cookies[COOKIES.restart]);
  if (parameters !== null && (query.client_id === undefined || parameters.client_id === query.client_id)) {
    return answerAuthorizationRequest(dependencies, visit, { values: parameters, duplicated: [] }, async (request) =>
      logins.begin(visit, request, { info: { key: 'loginTimeout' }, purpose: PURPOSES[action] ?? 'login' }),
    );
  }
  return pages.error(visit, 400, { key: 'restartLoginCookieNotFoundMessage' }, await wayBack(dependencies, visit, query));
}

/** The client's own address with an error that makes it ask again (settled 5). */
async function wayBack(
  { realms, urls }: LoginActionsDependencies,
  { realm }: Visit,
  query: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { redirectUri, state } = readClientData(query.client_data);
  const client = query.client_id ? await realms.client(realm, query.client_id) : null;
  if (client === null || !client.enabled || redirectUri === null) return null;
  const allowed = matchRedirectUri(client, redirectUri, urls.base);
  if (allowed === null) return null;
  const parameters = new URLSearchParams({
    error: 'temporarily_unavailable',
    error_description: 'authentication_expired',
    ...(state === null ? {} : { state }),
    iss: urls.issuer(realm.name),
  });
  return `${allowed}${allowed.includes('?') ? '&' : '?'}${parameters}`;
}
