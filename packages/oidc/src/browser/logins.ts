import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Directory, FlowState, IdSource, Message, Outcome, SessionStore, SsoSessions, Urls } from '@anteroom/core';
import type { FlowEngine, FlowPurpose, FlowStep } from '@anteroom/flows';
import type { AuthenticationRequests } from '../ciba/authentication-requests.ts';
import type { DeviceCodes } from '../device/device-codes.ts';
import type { LoginEvents } from '../events/login-events.ts';
import type { HttpAnswer } from '../http-context.ts';
import type { PushedRequests } from '../par/pushed-requests.ts';
import { subjectOf } from '../subjects/subject.ts';
import { errorResponse } from './authorization-answer.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { BrowserSessions } from './browser-session.ts';
import type { Consents } from './consents.ts';
import { COOKIES } from './cookies.ts';
import type { FinishLogin } from './finish-login.ts';
import { giveHolder, isHolder } from './login-holder.ts';
import type { LoginPages } from './login-pages.ts';
import type { LoginRecords, OpenLogin } from './login-records.ts';
import { type LoginSteps, outcomeOfSession, refusalMessage, type Situation } from './login-steps.ts';
import { bodyProof, type LoginRoot, newTabId, rootCookies, rootOf } from './login-tab.ts';
import type { Logins, PostedForm } from './logins-port.ts';
import type { Pages } from './pages.ts';
import type { RestartCookies } from './restart-cookie.ts';
import type { Visit } from './visit.ts';

export interface LoginsDependencies {
  readonly store: Pick<SessionStore, 'tag'>;
  readonly ids: IdSource;
  readonly urls: Urls;
  readonly directory: Pick<Directory, 'users'>;
  readonly engine: Pick<FlowEngine, 'offers'>;
  readonly sessions: Pick<SsoSessions, 'endAllOfUser'>;
  readonly browserSessions: BrowserSessions;
  readonly records: LoginRecords;
  readonly steps: LoginSteps;
  readonly consents: Consents;
  readonly finishLogin: FinishLogin;
  readonly restartCookies: RestartCookies;
  readonly pages: Pages;
  readonly loginPages: LoginPages;
  readonly events: LoginEvents;
  readonly pushed: Pick<PushedRequests, 'consume'>;
  readonly devices: Pick<DeviceCodes, 'get' | 'update'>;
  readonly requests: Pick<AuthenticationRequests, 'get' | 'update'>;
}

/** Where a step came from: a record to move on, or a first request that has none yet. */
interface Origin {
  readonly login: OpenLogin | null;
  readonly root: LoginRoot;
  readonly posted: PostedForm | null;
  readonly info: Message | null;
  /** The tab that finished this login a moment ago and is here again. */
  readonly again?: string;
}

const CONSENT = 'OAUTH_GRANT';

/** A form that carries one of these was filled in by who knows it. */
const PROVING_FIELDS = ['password', 'otp', 'totp', 'password-new'];

/** Together longer than a store takes to write, shorter than a person waits. */
const SESSION_WAITS_MS = [10, 40, 150];

export function createLogins(dependencies: LoginsDependencies): Logins {
  const {
    directory,
    engine,
    browserSessions,
    sessions,
    ids,
    records,
    steps,
    consents,
    finishLogin,
    pages,
    loginPages,
    restartCookies,
    urls,
    events,
    pushed,
    devices,
    requests,
  } = dependencies;

  const fail = (visit: Visit, request: AuthorizationRequest, error: string): Promise<HttpAnswer> =>
    loginPages.response(visit, errorResponse(request, request.client, { urls, realmName: visit.realm.name }, error));

  /** Whoever waits elsewhere for this login hears of the refusal at the next poll. */
  const deny = async ({ realm }: Visit, { device, ciba }: AuthorizationRequest, userId: string): Promise<void> => {
    const waiting = device === null ? null : await devices.get(realm, device);
    if (waiting?.state.status === 'pending') await devices.update(realm, waiting, { status: 'denied' });
    const asked = ciba === null ? null : await requests.get(realm, ciba);
    if (asked?.state.status === 'pending' && asked.state.person === userId) await requests.update(realm, asked, { status: 'denied' });
  };

  const situationOf = async (
    visit: Visit,
    request: AuthorizationRequest,
    { ignoreSession, purpose }: Pick<Situation, 'ignoreSession' | 'purpose'>,
    tab: string,
  ): Promise<Situation> => ({
    request,
    purpose,
    tab,
    existing: await browserSessions.current(visit),
    ignoreSession,
  });

  /** Moves the record on, or makes it; null when another request was faster. */
  const save = async (
    visit: Visit,
    { request, ignoreSession, purpose, tab }: Situation,
    origin: Origin,
    outcome: Outcome | null,
    flow: FlowState | null,
  ) => {
    const person = outcome?.userId ?? flow?.userId ?? null;
    const userMark = person === null ? null : await markOf(visit, person);
    // A tab that begins is known to this browser only; the first proof comes with a form.
    const proven = person !== null && origin.posted !== null;
    const holder = origin.login?.progress.holder ?? (proven ? giveHolder(visit, ids) : null);
    const progress = { ignoreSession, purpose, outcome, userMark, holder, flow };
    if (origin.login !== null) return records.advance(visit.realm, origin.login, progress);
    const login = await records.create(visit.realm, origin.root, {
      tab,
      client: request.client.id,
      parameters: request.parameters,
      progress,
    });
    visit.setCookies.push(visit.jar.set(COOKIES.restart, await restartCookies.write(visit.realm, request.parameters)));
    return login;
  };

  /** Of the person and of the realm: both only rise, so the sum is another one as soon as either is. */
  const markOf = async ({ realm }: Visit, userId: string): Promise<number> => {
    const user = await directory.users.get(realm.id, userId);
    return (user?.sessionsNotBefore?.getTime() ?? 0) + realm.realm.notBefore * 1000;
  };

  /**
   * Whether the person that a login is about has been given new marks since its last step: password reset, disabled, signed out, alone or
   * with everybody of the realm. What the login has proven until then counts no more (settled 15).
   */
  const outdated = async (visit: Visit, { progress }: OpenLogin): Promise<boolean> => {
    const person = progress.outcome?.userId ?? progress.flow?.userId ?? null;
    return person !== null && (await markOf(visit, person)) !== progress.userMark;
  };

  const settle = async (visit: Visit, situation: Situation, origin: Origin, step: FlowStep): Promise<HttpAnswer> => {
    const { request } = situation;
    if (step.kind === 'complete') return known(visit, situation, origin, step.outcome);
    const passive = request.prompt.includes('none');
    if (passive) return fail(visit, request, step.state.phase === 'required-actions' ? 'interaction_required' : 'login_required');
    if (step.kind === 'mailed') {
      const back: Situation = { ...situation, purpose: 'login' };
      const from: Origin = { ...origin, posted: null, info: { key: 'emailSentMessage' } };
      return settle(visit, back, from, await steps.start(visit, back));
    }
    if (step.kind === 'ended') return left(visit, origin, step);
    if (step.kind === 'refused' && step.refusal === 'rejected_by_user') {
      if (origin.login !== null && !(await records.take(visit.realm, origin.login))) return overtaken(visit, situation, origin);
      visit.setCookies.push(visit.jar.clear(COOKIES.restart));
      return fail(visit, request, 'access_denied');
    }
    if (step.kind === 'refused' && step.view === null) {
      if (origin.login !== null) await records.take(visit.realm, origin.login);
      return pages.error(visit, 400, refusalMessage(step.refusal));
    }
    const login = await save(visit, situation, origin, null, step.state);
    if (login === null) return overtaken(visit, situation, origin);
    const executionId = step.kind === 'challenge' ? step.executionId : (step.state.current ?? '');
    const here = origin.posted?.executionId ?? null;
    if (step.state.phase === 'required-actions' && here !== executionId)
      return loginPages.toRequiredAction(visit, request, login, executionId);
    if (step.view === null) throw new Error('a challenge has a view');
    return loginPages.step(visit, request, login, { executionId, view: step.view, info: origin.info, ...ofChallenge(step) });
  };

  /** The account is gone: nothing of it is left in this browser or elsewhere. */
  const left = async (visit: Visit, { login }: Origin, { state, view }: Extract<FlowStep, { kind: 'ended' }>): Promise<HttpAnswer> => {
    if (login !== null) await records.take(visit.realm, login);
    if (state.userId !== null) await sessions.endAllOfUser(visit.realm, state.userId, { offline: true });
    visit.setCookies.push(...[COOKIES.restart, COOKIES.identity, COOKIES.session].map((name) => visit.jar.clear(name)));
    return pages.page(visit, 200, view);
  };

  /** The person is known; only the consent may be missing. */
  const known = async (visit: Visit, situation: Situation, origin: Origin, outcome: Outcome): Promise<HttpAnswer> => {
    const { request } = situation;
    const unexpected = [request.hintedSubject, request.claims.subject].some(
      (subject) => subject !== null && subject !== subjectOf(request.client, { id: outcome.userId }),
    );
    // OpenID Connect Core §3.1.2.1: somebody else than was asked for is not logged in in their place.
    if (unexpected) return fail(visit, request, 'login_required');
    if (request.claims.essentialAcr.length > 0 && !request.claims.essentialAcr.includes(outcome.acr)) {
      if (request.prompt.includes('none')) return fail(visit, request, 'login_required');
      // §5.5.1.1: a level that a fresh login does not reach either is a failed one.
      if (!outcome.fromSession) return fail(visit, request, 'unmet_authentication_requirements');
      const anew: Situation = { ...situation, request: { ...request, prompt: [...request.prompt, 'login'] } };
      return settle(visit, anew, origin, await steps.start(visit, anew));
    }
    const question = await consents.question(visit.realm, request.client, outcome.userId, request);
    if (question === null) return finish(visit, situation, origin, outcome);
    if (request.prompt.includes('none')) return fail(visit, request, 'interaction_required');
    const login = await save(visit, situation, origin, outcome, null);
    if (login === null) return overtaken(visit, situation, origin);
    return loginPages.toRequiredAction(visit, request, login, CONSENT);
  };

  const finish = async (visit: Visit, situation: Situation, origin: Origin, outcome: Outcome): Promise<HttpAnswer> => {
    const { request, existing } = situation;
    const { login, posted, root } = origin;
    const tab = login?.tab ?? origin.again ?? null;
    if (request.pushed !== null && !(await pushed.consume(visit.realm, request.pushed, tab)))
      return pages.error(visit, 400, { key: 'invalidRequestMessage' });
    const claim = async (sid: string | null): Promise<boolean> => {
      if (login === null) return true;
      if (sid === null) return records.take(visit.realm, login);
      return records.finish(visit.realm, login, { session: sid, proof: bodyProof(root, posted?.form ?? {}) });
    };
    const result = await finishLogin(visit, { request, outcome, existing, claim });
    switch (result.kind) {
      case 'response':
        return loginPages.response(visit, result.response);
      case 'refused':
        return pages.error(visit, 400, result.message);
      case 'lost':
        return overtaken(visit, situation, origin);
    }
  };

  /** Another request of the same tab was faster, or the session ended under a single sign-on: go on from what is there now. */
  const overtaken = async (visit: Visit, { request }: Situation, { login, posted }: Origin): Promise<HttpAnswer> => {
    const now = login === null ? null : await records.get(visit.realm, login.root, login.tab);
    if (now === null) return logins.begin(visit, request, { info: { key: 'loginTimeout' }, ignoreSession: login === null });
    if (now.done === null && !isHolder(visit, now)) return logins.begin(visit, request, { info: { key: 'loginTimeout' } });
    return now.done === null ? logins.show(visit, request, now) : again(visit, request, now, posted);
  };

  /**
   * The same POST as the one that ended this login (a double click, a reload): a new code from the session it made, never the old one.
   * Who only knows the tab but neither holds the session's cookie nor the credentials that were posted begins anew.
   */
  const again = async (visit: Visit, request: AuthorizationRequest, login: OpenLogin, posted: PostedForm | null): Promise<HttpAnswer> => {
    const { done } = login;
    const sid = done?.session ?? null;
    if (done === null || sid === null || posted === null) return logins.begin(visit, request);
    const current = await browserSessions.current(visit);
    const proven = PROVING_FIELDS.some((name) => posted.form[name]) && done.proof === bodyProof(login.root, posted.form);
    const session = current?.live.sid === sid ? current : proven ? await sessionSoon(visit, sid) : null;
    if (session === null && proven && login.progress.flow !== null) {
      // The process died between the claim and the session: what was posted is judged once more.
      // What is behind the form (required actions of an account that exists by now) goes on.
      const refused = login.progress.flow.phase === 'flow' ? notOffered(visit, login.progress.purpose) : null;
      if (refused !== null) return refused;
      const situation = await situationOf(visit, request, login.progress, login.tab);
      const step = await steps.submit(visit, situation, login, posted.executionId, posted.form);
      return settle(visit, situation, { login, root: login.root, posted, info: null }, step);
    }
    if (session === null) return logins.begin(visit, request);
    const situation: Situation = { request, existing: session, ignoreSession: false, purpose: 'login', tab: login.tab };
    return finish(
      visit,
      situation,
      { login: null, root: login.root, posted: null, info: null, again: login.tab },
      outcomeOfSession(session),
    );
  };

  /** The session of a login that was claimed an instant ago by the same POST (a double click) and is being written. */
  const sessionSoon = async (visit: Visit, sid: string) => {
    for (const wait of SESSION_WAITS_MS) {
      const session = await browserSessions.byId(visit.realm, sid);
      if (session !== null) return session;
      await delay(wait);
    }
    return browserSessions.byId(visit.realm, sid);
  };

  /** Checked at every request: a realm may withdraw what a page still offers. */
  const notOffered = (visit: Visit, purpose: FlowPurpose): HttpAnswer | null => {
    if (purpose === 'login' || engine.offers(visit.realm, purpose)) return null;
    return pages.error(visit, 400, {
      key: purpose === 'registration' ? 'registrationNotAllowedMessage' : 'resetCredentialNotAllowedMessage',
    });
  };

  const logins: Logins = {
    async begin(
      visit,
      request,
      {
        info = null,
        purpose = 'login',
        // Whoever registers or has forgotten a password is not the person who is signed in here, or wants to prove that they are.
        ignoreSession = purpose !== 'login',
      }: { info?: Message | null; ignoreSession?: boolean; purpose?: FlowPurpose } = {},
    ) {
      const refused = notOffered(visit, purpose);
      if (refused !== null) return refused;
      const root = rootOf(visit.cookies[COOKIES.root], dependencies);
      if (root.fresh) visit.setCookies.push(...rootCookies(visit, root));
      const situation = await situationOf(visit, request, { ignoreSession, purpose }, newTabId(ids));
      return settle(visit, situation, { login: null, root, posted: null, info }, await steps.start(visit, situation));
    },

    async enter(visit, request, login, purpose) {
      if (login.done !== null) return logins.begin(visit, request);
      const refused = notOffered(visit, purpose);
      if (refused !== null) return refused;
      const ignoreSession = login.progress.ignoreSession || purpose === 'registration';
      const situation = await situationOf(visit, request, { ignoreSession, purpose }, login.tab);
      return settle(visit, situation, { login, root: login.root, posted: null, info: null }, await steps.start(visit, situation));
    },

    async show(visit, request, login) {
      if (login.done !== null) return logins.begin(visit, request);
      const situation = await situationOf(visit, request, login.progress, login.tab);
      const { outcome } = login.progress;
      const origin: Origin = { login, root: login.root, posted: null, info: null };
      if (await outdated(visit, login)) return logins.restart(visit, request, login);
      if (outcome !== null) {
        const question = await consents.question(visit.realm, request.client, outcome.userId, request);
        return question === null ? finish(visit, situation, origin, outcome) : loginPages.consent(visit, request, login, question);
      }
      const step = await steps.resume(visit, situation, login);
      if (step.kind === 'complete') return known(visit, situation, origin, step.outcome);
      if (step.kind === 'ended') return left(visit, origin, step);
      if (step.kind === 'mailed') return logins.restart(visit, request, login);
      if (step.view === null) return pages.error(visit, 400, refusalMessage(step.kind === 'refused' ? step.refusal : 'internal'));
      const executionId = step.kind === 'challenge' ? step.executionId : (step.state.current ?? '');
      // A page may have to be remembered (its challenge) although it was only shown.
      const kept = isSameState(step.state, login.progress.flow) ? login : await save(visit, situation, origin, null, step.state);
      if (kept === null) return overtaken(visit, situation, origin);
      return loginPages.step(visit, request, kept, { executionId, view: step.view, info: null, ...ofChallenge(step) });
    },

    async submit(visit, request, login, posted) {
      // A form of an earlier page (second submit, back button, another tab's reload) changes nothing and shows where the login is.
      if (!records.isCurrentCode(login, posted.sessionCode)) return logins.show(visit, request, login);
      if (login.done !== null) return again(visit, request, login, posted);
      if (login.progress.flow === null) return logins.show(visit, request, login);
      if (await outdated(visit, login)) return logins.restart(visit, request, login);
      const refusal = notOffered(visit, login.progress.purpose);
      if (refusal !== null) return refusal;
      const situation = await situationOf(visit, request, login.progress, login.tab);
      const step = await steps.submit(visit, situation, login, posted.executionId, posted.form);
      return settle(visit, situation, { login, root: login.root, posted, info: null }, step);
    },

    async consent(visit, request, login, { accept, sessionCode }) {
      const { outcome } = login.progress;
      if (login.done !== null || outcome === null) return logins.show(visit, request, login);
      if (!accept) {
        // Needs no code: all it can do is end a login (recorded).
        if (!(await records.take(visit.realm, login))) return logins.begin(visit, request);
        visit.setCookies.push(visit.jar.clear(COOKIES.restart));
        await deny(visit, request, outcome.userId);
        await events.write(visit.realm, {
          type: 'LOGIN_ERROR',
          clientId: request.client.clientId,
          userId: outcome.userId,
          ipAddress: visit.ip,
          error: 'rejected_by_user',
          details: { redirect_uri: request.redirectUri },
          trace: outcome.trace,
        });
        return fail(visit, request, 'access_denied');
      }
      if (!records.isCurrentCode(login, sessionCode)) return logins.show(visit, request, login);
      if (await outdated(visit, login)) return logins.restart(visit, request, login);
      const situation = await situationOf(visit, request, login.progress, login.tab);
      const question = await consents.question(visit.realm, request.client, outcome.userId, request);
      if (question !== null && request.client.consentRequired) {
        const granted = await consents.grant(visit.realm, request.client, outcome.userId, question);
        const details = { consent: 'consent_granted', scope: question.scopes.map(({ name }) => name).join(' ') };
        const event = { type: 'GRANT_CONSENT', clientId: request.client.clientId, userId: outcome.userId, ipAddress: visit.ip, details };
        await events.commit(visit.realm, [granted], [event]);
      }
      return finish(visit, situation, { login, root: login.root, posted: null, info: null }, outcome);
    },

    async restart(visit, request, login) {
      await records.take(visit.realm, login);
      return logins.begin(visit, { ...request, prompt: request.prompt.filter((prompt) => prompt !== 'login') }, { ignoreSession: true });
    },
  };
  return logins;
}

const ofChallenge = (step: FlowStep): { readonly otherWays: boolean; readonly cancellable: boolean } =>
  step.kind === 'challenge' ? step : { otherWays: false, cancellable: false };

/** Compared as stored: a store may give the keys in another order. */
function isSameState(state: FlowState, stored: FlowState | null): boolean {
  const plain = (value: FlowState | null): unknown => JSON.parse(JSON.stringify(value));
  return isDeepStrictEqual(plain(state), plain(stored));
}
