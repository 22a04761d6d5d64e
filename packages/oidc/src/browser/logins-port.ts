import type { Message } from '@anteroom/core';
import type { FlowPurpose, Form } from '@anteroom/flows';
import type { HttpAnswer } from '../http-context.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { OpenLogin } from './login-records.ts';
import type { Visit } from './visit.ts';

export interface PostedForm {
  /** The execution the page was made for. */
  readonly executionId: string;
  readonly sessionCode: string | undefined;
  readonly form: Form;
}

/** Logins of browsers, from a checked request to the answer for the client. Every answer leads on: nothing ends in a dead end. */
export interface Logins {
  begin(
    visit: Visit,
    request: AuthorizationRequest,
    options?: { readonly info?: Message; readonly ignoreSession?: boolean; readonly purpose?: FlowPurpose },
  ): Promise<HttpAnswer>;
  /** The same tab on another way: to the page of a forgotten password, of a registration, and back to the login. */
  enter(visit: Visit, request: AuthorizationRequest, login: OpenLogin, purpose: FlowPurpose): Promise<HttpAnswer>;
  /** The current page again: reload, back button, another locale. */
  show(visit: Visit, request: AuthorizationRequest, login: OpenLogin): Promise<HttpAnswer>;
  submit(visit: Visit, request: AuthorizationRequest, login: OpenLogin, posted: PostedForm): Promise<HttpAnswer>;
  consent(
    visit: Visit,
    request: AuthorizationRequest,
    login: OpenLogin,
    answer: { readonly accept: boolean; readonly sessionCode: string | undefined },
  ): Promise<HttpAnswer>;
  /** The same tab from its first page, whoever is signed in. */
  restart(visit: Visit, request: AuthorizationRequest, login: OpenLogin): Promise<HttpAnswer>;
}
