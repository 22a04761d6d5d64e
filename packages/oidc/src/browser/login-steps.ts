import { type FlowRefusal, isAnteroomError, type Message, type Outcome } from '@anteroom/core';
import { boundFlow, type FlowContext, type FlowEngine, type FlowPurpose, type FlowStep, type Form } from '@anteroom/flows';
import type { LoginEvents } from '../events/login-events.ts';
import { stepEvents } from '../events/step-events.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { BrowserSession } from './browser-session.ts';
import type { OpenLogin } from './login-records.ts';
import { rememberedName } from './remembered-name.ts';
import type { Visit } from './visit.ts';

/** A login and everything that bears on its next step. */
export interface Situation {
  readonly request: AuthorizationRequest;
  /** The SSO session of this browser. */
  readonly existing: BrowserSession | null;
  /** Log in anew, as whoever. */
  readonly ignoreSession: boolean;
  readonly purpose: FlowPurpose;
  /** The tab it is in, or will be in once there is a record of it. */
  readonly tab: string;
}

/** Runs the flow engine for a browser: its changes and events are committed before its step is acted on. */
export interface LoginSteps {
  start(visit: Visit, situation: Situation): Promise<FlowStep>;
  submit(visit: Visit, situation: Situation, login: OpenLogin, executionId: string, form: Form): Promise<FlowStep>;
  resume(visit: Visit, situation: Situation, login: OpenLogin): Promise<FlowStep>;
}

export function createLoginSteps({ engine, events }: { readonly engine: FlowEngine; readonly events: LoginEvents }): LoginSteps {
  const committed = async (visit: Visit, { request }: Situation, step: FlowStep): Promise<FlowStep> => {
    const details = { auth_method: 'openid-connect', auth_type: 'code', redirect_uri: request.redirectUri };
    await events.commit(
      visit.realm,
      step.changes,
      stepEvents(step, (event) => ({
        ...event,
        clientId: request.client.clientId,
        ipAddress: visit.ip,
        details: { ...details, ...event.details },
      })),
    );
    await events.upgrade(visit.realm, step.upgrades);
    return step;
  };
  const stateOf = (login: OpenLogin) => {
    if (login.progress.flow === null) throw new Error('a login without a flow has no step');
    return login.progress.flow;
  };
  return {
    start: async (visit, situation) => committed(visit, situation, await engine.start(contextOf(visit, situation))),
    async submit(visit, situation, login, executionId, form) {
      const step = () => engine.submit(contextOf(visit, situation), stateOf(login), executionId, form);
      const judged = await step();
      try {
        return await committed(visit, situation, judged);
      } catch (error) {
        if (isAnteroomError(error, 'last_administrator')) return committed(visit, situation, notDone(login, executionId, judged));
        if (!isAnteroomError(error, 'already_exists') && !isAnteroomError(error, 'conflict')) throw error;
        // Somebody took the name or the address a moment ago, or used the same code or key. Judged once more, the page says so.
        return committed(visit, situation, await step());
      }
    },
    resume: async (visit, situation, login) =>
      committed(visit, situation, await engine.resume(contextOf(visit, situation), stateOf(login))),
  };
}

/**
 * An action of one's own that would have left nobody who administers everything (deleting the account, or the last thing to sign in with):
 * nothing was changed, the page says so, and the login can go on without it.
 */
function notDone(login: OpenLogin, executionId: string, { events }: FlowStep): FlowStep {
  if (login.progress.flow === null) throw new Error('a login without a flow has no step');
  return {
    kind: 'challenge',
    state: login.progress.flow,
    executionId,
    view: { kind: 'error', message: { key: 'lastAdministratorMessage' }, back: null, requestId: null },
    otherWays: false,
    cancellable: true,
    changes: [],
    upgrades: [],
    events: events.map((event) => ({ ...event, type: `${event.type}_ERROR`, error: 'last_administrator' })),
    trace: null,
  };
}

function contextOf(visit: Visit, { request, existing, ignoreSession, purpose, tab }: Situation): FlowContext {
  const { realm, ip, locale, chosenLocale } = visit;
  const flow = boundFlow(realm, request.client, purpose);
  if (flow === null) throw new Error(`realm ${realm.name} has no flow for ${purpose}`);
  const session = existing === null || ignoreSession ? null : { sid: existing.live.sid, record: existing.live.record, user: existing.user };
  return {
    realm,
    client: request.client,
    flow,
    ipAddress: ip,
    session,
    prompt: request.prompt,
    maxAge: request.maxAge,
    acrValues: request.acrValues,
    essentialAcr: request.claims.essentialAcr,
    action: request.action,
    chosenLocale,
    loginHint: request.loginHint,
    remembered: rememberedName(visit),
    scopes: request.scope.split(' ').filter(Boolean),
    locale,
    purpose,
    redirectUri: request.redirectUri,
    tab,
  };
}

/** Single sign-on as an outcome: what the session already knows. */
export function outcomeOfSession({ live, user }: BrowserSession): Outcome {
  const { record } = live;
  return {
    userId: user.id,
    username: user.username,
    acr: record.acr,
    amr: record.amr,
    transient: false,
    persistence: null,
    trace: null,
    rememberMe: record.rememberMe,
    fromSession: true,
    authTime: new Date(record.authTime),
    notes: record.notes,
  };
}

/** What a page says of a refusal that has no page of its own. */
export function refusalMessage(refusal: FlowRefusal): Message {
  switch (refusal) {
    case 'invalid_user_credentials':
    case 'user_temporarily_locked':
      return { key: 'invalidUserMessage' };
    case 'user_disabled':
      return { key: 'accountDisabledMessage' };
    case 'account_not_set_up':
      return { key: 'credentialSetupRequired' };
    case 'access_denied':
    case 'rejected_by_user':
      return { key: 'access-denied' };
    case 'flow_misconfigured':
    case 'internal':
      return { key: 'unexpectedErrorHandlingRequestMessage' };
  }
}
