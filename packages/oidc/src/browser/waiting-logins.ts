import type { RealmSnapshot } from '@anteroom/core';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import { type AuthorizationEndpointDependencies, answerAuthorizationRequest } from './authorization-endpoint.ts';
import { COOKIES } from './cookies.ts';
import { isHolder } from './login-holder.ts';
import type { LoginRecords } from './login-records.ts';
import { existingRoot, isTabId } from './login-tab.ts';
import { loginUrl } from './login-urls.ts';
import { visitOf } from './visit.ts';

/** Logins that wait for a mailed link. */
export interface WaitingLogins {
  /**
   * Sends the browser on to its login, if it has the one of this tab and that is about this user; null in another browser, or when the
   * login is over. The login itself decides what comes next: nothing is proven to it but what the directory says.
   */
  goOn(ctx: HttpContext, realm: RealmSnapshot, waiting: { readonly tab: string; readonly userId: string }): Promise<HttpAnswer | null>;
}

export interface WaitingLoginsDependencies extends Omit<AuthorizationEndpointDependencies, 'logins' | 'reader'> {
  readonly records: Pick<LoginRecords, 'get'>;
}

export function createWaitingLogins(dependencies: WaitingLoginsDependencies): WaitingLogins {
  const { records, urls, pages } = dependencies;
  return {
    async goOn(ctx, realm, { tab, userId }) {
      const visit = visitOf(ctx, realm, urls, {});
      const root = existingRoot(visit.cookies[COOKIES.root]);
      const login = root === null || !isTabId(tab) ? null : await records.get(realm, root, tab);
      if (login === null || login.done !== null || !isHolder(visit, login)) return null;
      const { flow } = login.progress;
      if (flow?.userId !== userId || flow.phase !== 'required-actions') return null;
      return answerAuthorizationRequest(dependencies, visit, { values: login.parameters, duplicated: [] }, async (request) =>
        pages.redirect(
          visit,
          loginUrl(urls, realm, 'required-action', { request, tab, ...(flow.current === null ? {} : { execution: flow.current }) }),
        ),
      );
    },
  };
}
