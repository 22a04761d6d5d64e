import type { Message, Urls, View } from '@anteroom/core';
import type { FlowEngine, FlowPurpose } from '@anteroom/flows';
import type { HttpAnswer } from '../http-context.ts';
import { type AuthorizationResponse, locationOf } from './authorization-answer.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { type ConsentQuestion, consentText } from './consents.ts';
import type { LoginRecords, OpenLogin } from './login-records.ts';
import { type LoginAction, loginUrl } from './login-urls.ts';
import type { Pages } from './pages.ts';
import type { SignResponse } from './signed-response.ts';
import type { Visit } from './visit.ts';

/** Pages and redirects of a login in progress. */
export interface LoginPages {
  step(
    visit: Visit,
    request: AuthorizationRequest,
    login: OpenLogin,
    step: {
      readonly executionId: string;
      readonly view: View;
      readonly info: Message | null;
      readonly otherWays: boolean;
      readonly cancellable: boolean;
    },
  ): HttpAnswer;
  consent(visit: Visit, request: AuthorizationRequest, login: OpenLogin, question: ConsentQuestion): HttpAnswer;
  /** 302 to the page of a required action or of the consent, which then has an address of its own (recorded). */
  toRequiredAction(visit: Visit, request: AuthorizationRequest, login: OpenLogin, execution: string): HttpAnswer;
  /** Back to the client. */
  response(visit: Visit, response: AuthorizationResponse): Promise<HttpAnswer>;
}

/** Pages on which going back to another name makes sense. */
const RESTARTABLE: readonly View['kind'][] = ['password', 'otp', 'webauthn', 'recovery-code', 'select-authenticator'];

const ACTIONS: Readonly<Record<FlowPurpose, LoginAction>> = {
  login: 'authenticate',
  'reset-credentials': 'reset-credentials',
  registration: 'registration',
};

/** Pages that tell the person something besides their own text. */
const tells = (view: View): view is Extract<View, { kind: 'login' | 'username' }> => view.kind === 'login' || view.kind === 'username';

export function createLoginPages({
  pages,
  engine,
  records,
  urls,
  signResponse,
}: {
  readonly pages: Pages;
  readonly engine: Pick<FlowEngine, 'offers'>;
  readonly records: LoginRecords;
  readonly urls: Urls;
  readonly signResponse: SignResponse;
}): LoginPages {
  return {
    step(visit, request, login, { executionId, view, info, otherWays, cancellable }) {
      const { flow, purpose } = login.progress;
      const target = { request, tab: login.tab };
      const here: LoginAction = flow?.phase === 'required-actions' ? 'required-action' : ACTIONS[purpose];
      const action = loginUrl(urls, visit.realm, here, { ...target, sessionCode: records.codeOf(login), execution: executionId });
      const isForm = here === 'authenticate' && (tells(view) || view.kind === 'password');
      const restartable = RESTARTABLE.includes(view.kind) || (view.kind === 'login' && view.usernameFixed);
      return pages.page(visit, 200, info !== null && tells(view) ? { ...view, info } : view, {
        action,
        links: {
          ...(cancellable ? { cancel: true } : {}),
          ...(otherWays ? { tryAnotherWay: true } : {}),
          ...(restartable ? { restart: loginUrl(urls, visit.realm, 'restart', target) } : {}),
          ...(isForm && engine.offers(visit.realm, 'reset-credentials')
            ? { forgotPassword: loginUrl(urls, visit.realm, 'reset-credentials', target) }
            : {}),
          ...(isForm && engine.offers(visit.realm, 'registration')
            ? { register: loginUrl(urls, visit.realm, 'registration', target) }
            : {}),
          ...(purpose === 'login' ? {} : { login: loginUrl(urls, visit.realm, 'authenticate', target) }),
          changeLocale: (locale) => `${loginUrl(urls, visit.realm, here, target)}&kc_locale=${encodeURIComponent(locale)}`,
        },
      });
    },
    consent(visit, request, login, { scopes, bindingMessage = null }) {
      const { client } = request;
      const view: View = { kind: 'consent', clientName: client.name || client.clientId, scopes: scopes.map(consentText), bindingMessage };
      const action = new URL(loginUrl(urls, visit.realm, 'consent', { request, tab: login.tab }));
      return pages.page(visit, 200, view, { action: `${action.pathname}${action.search}`, hidden: { code: records.codeOf(login) } });
    },
    toRequiredAction: (visit, request, login, execution) =>
      pages.redirect(visit, loginUrl(urls, visit.realm, 'required-action', { request, tab: login.tab, execution })),
    async response(visit, response) {
      const sent = await signResponse(visit.realm, response);
      if (!sent.responseMode.startsWith('form_post')) return pages.redirect(visit, locationOf(sent));
      return pages.page(visit, 200, { kind: 'form-post', action: sent.redirectUri, fields: sent.parameters });
    },
  };
}
