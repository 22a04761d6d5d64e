import { createHash } from 'node:crypto';
import {
  type ClientEntry,
  type Directory,
  type IdSource,
  type LimitedSessions,
  type Message,
  type NewClientEntry,
  type Outcome,
  type SsoSessions,
  TRANSIENT_SWITCH,
  type Urls,
  type User,
} from '@anteroom/core';
import type { AuthenticationRequests } from '../ciba/authentication-requests.ts';
import type { DeviceCodes } from '../device/device-codes.ts';
import type { LoginEvents } from '../events/login-events.ts';
import { type PromiseOf, receiptOf } from '../events/receipt.ts';
import { approvedBy } from '../grants/approved-login.ts';
import { isStale } from '../grants/check-user.ts';
import { persistenceOf } from '../grants/persistence-of.ts';
import { newFamilyId } from '../tokens/refresh-state.ts';
import type { FrontChannelTokens, TokenIssuer } from '../tokens/token-grant.ts';
import { type AuthorizationResponse, successParameters } from './authorization-answer.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { BrowserSession } from './browser-session.ts';
import { USERINFO_CLAIMS } from './claims-request.ts';
import { COOKIES } from './cookies.ts';
import { type KnownLogin, type ResumeDependencies, resumeInProcess } from './in-process-resume.ts';
import type { NewDevices } from './new-devices.ts';
import { rememberName } from './remembered-name.ts';
import type { Visit } from './visit.ts';

export interface FinishDependencies extends ResumeDependencies {
  readonly sessions: SsoSessions;
  readonly limited: LimitedSessions;
  readonly directory: Pick<Directory, 'users'>;
  readonly events: LoginEvents;
  readonly ids: IdSource;
  readonly urls: Urls;
  readonly devices: Pick<DeviceCodes, 'get' | 'update'>;
  readonly requests: Pick<AuthenticationRequests, 'get' | 'update'>;
  readonly issuer: Pick<TokenIssuer, 'issueFrontChannel'>;
  readonly newDevices: NewDevices;
  /** Counts transient logins, each with the writes it saved. */
  readonly onTransientLogin: (realm: string) => void;
  readonly promiseOf: PromiseOf;
}

export interface FinishInput {
  readonly request: AuthorizationRequest;
  readonly outcome: Outcome;
  /** The SSO session of this browser. */
  readonly existing: BrowserSession | null;
  /** Ends the login in progress in favour of this session (null: transient). False when another request was faster: nothing happens then. */
  readonly claim: (sid: string | null) => Promise<boolean>;
}

export type FinishResult =
  | { readonly kind: 'response'; readonly response: AuthorizationResponse }
  /** Another request finished this login, or the session it stood on ended meanwhile. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'refused'; readonly message: Message };

/** From an outcome to a code: joins or creates the SSO session (or, transient, neither) and sets the cookies of the visit. */
export type FinishLogin = (visit: Visit, input: FinishInput) => Promise<FinishResult>;

export function createFinishLogin(dependencies: FinishDependencies): FinishLogin {
  const { directory, events, urls, ids, onTransientLogin, promiseOf } = dependencies;
  return async (visit, input) => {
    const { realm } = visit;
    const { request, outcome, existing } = input;
    // Read again after a proof: a required action may just have raised the user's marks.
    const seen = outcome.fromSession && existing?.user.id === outcome.userId ? existing.user : null;
    const user = seen ?? (await directory.users.get(realm.id, outcome.userId));
    if (user === null || !user.enabled) return { kind: 'refused', message: { key: 'accountDisabledMessage' } };

    const notAsked = request.ciba === null ? null : await whyNotAsked(dependencies, visit, request.ciba, user);
    if (notAsked !== null) return { kind: 'refused', message: { key: notAsked } };

    const transient = outcome.transient || request.client.attributes[TRANSIENT_SWITCH] === 'true';
    const family = newFamilyId(ids);
    const joined = transient ? await claimTransient(input) : await join(dependencies, visit, input, user, family);
    if (joined === null) return { kind: 'lost' };
    if (joined === 'full') {
      await events.write(realm, {
        type: 'LOGIN_ERROR',
        clientId: request.client.clientId,
        userId: user.id,
        ipAddress: visit.ip,
        error: 'session_limit_exceeded',
        details: { username: user.username, redirect_uri: request.redirectUri },
      });
      return { kind: 'refused', message: { key: outcome.limits?.message ?? 'sessionLimitExceeded' } };
    }
    const { authTime, acr, amr } = outcome;
    const login: KnownLogin = { user, authTime, acr, amr, family, bound: joined };
    if (request.device !== null && !(await approveDevice(dependencies, visit, request.device, login))) {
      return { kind: 'refused', message: { key: 'oauth2DeviceInvalidUserCodeMessage' } };
    }
    if (request.ciba !== null && !(await approveRequest(dependencies, visit, request.ciba, login))) {
      return { kind: 'refused', message: { key: 'authenticationRequestGone' } };
    }
    const code = request.responseTypes.has('code') ? (await resumeInProcess(dependencies, realm, request, login)).code : null;
    const tokens = await frontChannelTokens(dependencies, visit, request, login, code);
    if (transient) onTransientLogin(realm.name);

    const sid = joined.kind === 'session' ? joined.live.sid : null;
    await events.write(realm, {
      type: 'LOGIN',
      clientId: request.client.clientId,
      userId: user.id,
      sessionId: sid,
      ipAddress: visit.ip,
      details: {
        auth_method: 'openid-connect',
        auth_type: 'code',
        redirect_uri: request.redirectUri,
        username: user.username,
        ...(sid === null ? { transient: 'true' } : { code_id: sid }),
      },
      trace: outcome.trace,
      receipt: receiptOf(joined, promiseOf),
    });
    if (request.device !== null || request.ciba !== null) return { kind: 'response', response: { ...request, parameters: {} } };
    const parameters = successParameters(request.client, {
      state: request.state,
      sid,
      issuer: urls.issuer(realm.name),
      code,
      tokens,
      action: outcome.action,
    });
    return {
      kind: 'response',
      response: { client: request.client, redirectUri: request.redirectUri, responseMode: request.responseMode, parameters },
    };
  };
}

/** RFC 8628 §3.3: the next poll of the device gets its tokens. False when it was answered or ended meanwhile. */
async function approveDevice({ devices }: FinishDependencies, { realm }: Visit, id: string, login: KnownLogin): Promise<boolean> {
  const device = await devices.get(realm, id);
  return device !== null && device.state.status === 'pending' && devices.update(realm, device, approvedBy(login));
}

/** A request of back-channel authentication is answered by the person it was made for, before anything is made of the login. */
async function whyNotAsked({ requests }: FinishDependencies, { realm }: Visit, id: string, user: User): Promise<string | null> {
  const asked = await requests.get(realm, id);
  if (asked === null || asked.state.status !== 'pending') return 'authenticationRequestGone';
  return asked.state.person === user.id ? null : 'authenticationRequestOfAnother';
}

async function approveRequest({ requests }: FinishDependencies, { realm }: Visit, id: string, login: KnownLogin): Promise<boolean> {
  const asked = await requests.get(realm, id);
  const open = asked !== null && asked.state.status === 'pending' && asked.state.person === login.user.id;
  return open && requests.update(realm, asked, approvedBy(login));
}

/** Implicit and hybrid answers (OpenID Connect Core §3.2, §3.3): tokens beside or instead of a code, never a refresh token. */
async function frontChannelTokens(
  { issuer }: FinishDependencies,
  { realm }: Visit,
  { client, responseTypes, scope, nonce, state, claims }: AuthorizationRequest,
  { user, bound }: KnownLogin,
  code: string | null,
): Promise<FrontChannelTokens> {
  const wanted = { accessToken: responseTypes.has('token'), idToken: responseTypes.has('id_token') };
  if (!wanted.accessToken && !wanted.idToken) return {};
  const front = { ...(code === null ? {} : { code }), ...(state === null ? {} : { state }), idTokenClaims: claims.idToken };
  return issuer.issueFrontChannel({ realm, client, user, binding: bound, scope, grant: 'na', nonce, refresh: null, ...front }, wanted);
}

/** Nothing is read, written or set: the login travels in the code (settled 16). */
async function claimTransient({ outcome, claim }: FinishInput): Promise<KnownLogin['bound'] | null> {
  const { authTime, acr, amr, notes } = outcome;
  return (await claim(null)) ? { kind: 'transient', snapshot: { authTime, acr, amr, notes } } : null;
}

async function join(
  dependencies: FinishDependencies,
  visit: Visit,
  input: FinishInput,
  user: User,
  family: string,
): Promise<KnownLogin['bound'] | 'full' | null> {
  const { sessions } = dependencies;
  const { realm } = visit;
  const { outcome, existing, request, claim } = input;
  const entry: NewClientEntry = {
    client: request.client.id,
    redirectUri: request.redirectUri,
    scope: request.scope,
    authTime: outcome.authTime,
    acr: outcome.acr,
    notes: notesOf(request),
    family,
  };
  const own = existing !== null && existing.user.id === user.id && !isStale(existing.live, user) ? existing : null;
  if (own === null && outcome.fromSession) return null;
  const persistence = persistenceOf(request.client, request.scope, outcome);
  const sid = own?.live.sid ?? sessions.newSid(persistence);
  const admission = { userId: user.id, client: request.client.id, sid };
  const limits = outcome.limits ?? null;
  if (limits !== null && !(await dependencies.limited.admit(realm, admission, limits))) return 'full';
  if (!(await claim(sid))) {
    if (limits !== null) await dependencies.limited.release(realm, admission);
    return null;
  }

  if (own !== null) {
    const attached = await attach(dependencies, visit, own, outcome, entry, request);
    if (attached !== null || outcome.fromSession) {
      if (limits !== null) await dependencies.limited.release(realm, admission);
      return attached;
    }
  }
  // Another person takes the browser over, or the session is older than the user's new marks: it belongs to nobody then.
  if (existing !== null && own === null) await sessions.end(realm, existing.live.sid);
  const { session, secret } = await sessions.create(realm, {
    // The id of a session that ended meanwhile never comes back.
    ...(own === null ? { sid } : { persistence }),
    userId: user.id,
    username: user.username,
    authTime: outcome.authTime,
    acr: outcome.acr,
    amr: outcome.amr,
    rememberMe: outcome.rememberMe,
    ipAddress: visit.ip,
    authMethod: 'openid-connect',
    notes: outcome.notes,
    browser: true,
    client: entry,
  });
  if (limits !== null) await dependencies.limited.release(realm, admission);
  setIdentity(visit, session.sid, `${session.sid}.${secret}`, outcome.rememberMe);
  rememberName(visit, user.username, outcome.rememberMe);
  await dependencies.newDevices.greet(visit, { user, sid: session.sid, clientId: request.client.clientId });
  return { kind: 'session', live: session, entry: entryOf(session.record.clients[request.client.id]) };
}

/** What later answers to this client need of the request. */
function notesOf({ claims }: AuthorizationRequest): Readonly<Record<string, string>> {
  return claims.userinfo.length === 0 ? {} : { [USERINFO_CLAIMS]: claims.userinfo.join(' ') };
}

/** Single sign-on or a repeated proof: the entry of the client, and after a proof a new identity secret. */
async function attach(
  { sessions }: FinishDependencies,
  visit: Visit,
  own: BrowserSession,
  outcome: Outcome,
  entry: NewClientEntry,
  { client }: AuthorizationRequest,
): Promise<KnownLogin['bound'] | null> {
  const { realm } = visit;
  const { sid, record } = own.live;
  let cookie = own.cookie;
  let known = own.live;
  if (!outcome.fromSession || cookie === null) {
    const { acr, amr, notes } = outcome;
    const renewed = await sessions.renew(realm, sid, { authTime: outcome.authTime, acr, amr, notes });
    if (renewed === null) return null;
    cookie = `${sid}.${renewed.secret}`;
    known = renewed.session;
  }
  const attached = await sessions.attachClient(realm, sid, entry, { client, known });
  if (attached === null) return null;
  setIdentity(visit, sid, cookie, record.rememberMe);
  return { kind: 'session', live: attached.session, entry: attached.entry };
}

function entryOf(entry: ClientEntry | undefined): ClientEntry {
  if (entry === undefined) throw new Error('a session was created without the client it was made for');
  return entry;
}

function setIdentity({ realm: { realm }, jar, setCookies }: Visit, sid: string, cookie: string, rememberMe: boolean): void {
  const maxAge = rememberMe ? Math.max(realm.ssoSessionMaxLifespan, realm.ssoSessionMaxLifespanRememberMe) : realm.ssoSessionMaxLifespan;
  setCookies.push(
    jar.set(COOKIES.identity, cookie, rememberMe ? { maxAge } : {}),
    jar.set(COOKIES.session, createHash('sha256').update(sid).digest('base64url'), { maxAge, readable: true }),
  );
}
