import {
  type AccessTokenVerifier,
  AnteroomError,
  type ClientAdapters,
  type Clock,
  createLimitedSessions,
  type Directory,
  type IdSource,
  type InitialAccessTokens,
  type Log,
  type LoginFailures,
  type PageRenderer,
  type RealmCache,
  type RealmSnapshot,
  type SessionStore,
  type SignedTokens,
  type SsoSessions,
  type Urls,
} from '@anteroom/core';
import type { FlowEngine } from '@anteroom/flows';
import { createForAdministrators, type ForAdministrators } from './administration/for-administrators.ts';
import { createAnnouncingSessions } from './backchannel-logout/announcing-sessions.ts';
import { type BackchannelLogout, createBackchannelLogout } from './backchannel-logout/backchannel-logout.ts';
import { createLogoutNotices, type LogoutNotices } from './backchannel-logout/logout-notice.ts';
import { createBrowserEndpoints } from './browser/browser-endpoints.ts';
import type { WarningPlanner } from './browser/new-devices.ts';
import { createPages } from './browser/pages.ts';
import { createRequestReader } from './browser/request-reader.ts';
import type { WaitingLogins } from './browser/waiting-logins.ts';
import { AUTHENTICATION_REQUESTS } from './ciba/authentication-pages.ts';
import { createAuthenticationRequests } from './ciba/authentication-requests.ts';
import { createClientAdapters } from './client-adapters/client-adapters.ts';
import { createClientAuthentication } from './clients/client-authentication.ts';
import { createClientKeySource } from './clients/client-key-source.ts';
import { createDeviceCodes } from './device/device-codes.ts';
import { forClientOrigin, originRefusal, preflight } from './endpoints/cors.ts';
import { createHttpsGuard } from './endpoints/https-required.ts';
import { createOwnEndpoints } from './endpoints/own-endpoints.ts';
import { SELF_TEST_CLIENT, unansweredErrors } from './errors/check-library-errors.ts';
import { plainError } from './errors/oauth-answer.ts';
import { createLoginEvents, type LoginEvents } from './events/login-events.ts';
import type { PromiseOf } from './events/receipt.ts';
import { createCodes } from './grants/codes.ts';
import { createTokenEndpoint } from './grants/token-endpoint.ts';
import { createTokenGrants } from './grants/token-grants.ts';
import type { HttpAnswer, HttpContext } from './http-context.ts';
import type { OutgoingRequests } from './outgoing/outgoing-requests.ts';
import { createPushedRequests } from './par/pushed-requests.ts';
import { createDpopProofs } from './possession/dpop-proof.ts';
import { createPossession } from './possession/possession.ts';
import { createProviderCache } from './provider/provider-cache.ts';
import { createInitialAccessTokens } from './registration/initial-access-tokens.ts';
import { createRegistrationAccess } from './registration/registration-access.ts';
import { createRegistrationEndpoint, REGISTRATION_PATHS } from './registration/registration-endpoint.ts';
import { createEncryptForClient } from './signed/encrypted-for-client.ts';
import { createAccessTokenVerifier } from './tokens/access-token-verifier.ts';
import { createTokenIssuer } from './tokens/token-issuer.ts';
import { createTokenStanding } from './tokens/token-standing.ts';

export interface OidcDependencies {
  readonly directory: Pick<Directory, 'users' | 'consents' | 'commit'>;
  readonly realms: RealmCache;
  readonly store: SessionStore;
  readonly sessions: SsoSessions;
  readonly engine: FlowEngine;
  readonly failures: Pick<LoginFailures, 'get' | 'isLocked'>;
  readonly signed: SignedTokens;
  readonly urls: Urls;
  readonly renderer: PageRenderer;
  /** Base path of the pages' style sheet and script. */
  readonly resources: string;
  readonly development: boolean;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  /** The guarded way to addresses that clients name. */
  readonly outgoing: OutgoingRequests;
  /** Makes the mail about a sign-in in a new browser; absent, there is none. */
  readonly links?: WarningPlanner;
  /** Counts transient logins of a realm. */
  readonly onTransientLogin?: (realm: string) => void;
  /** What the session store of a tag promises, for the receipts of logins. */
  readonly promiseOf?: PromiseOf;
  /** Counts refusals of the protocol library that the table of texts does not know. */
  readonly onUnknownError?: (route: string) => void;
}

export interface Oidc {
  readonly waitingLogins: WaitingLogins;
  /** Answers everything below `/realms/{realm}` that this package serves; false when it is somebody else's. */
  handle(ctx: HttpContext): Promise<boolean>;
  /** Every path below a realm that `handle` answers: for tests that go over all of them. */
  readonly paths: readonly string[];
  /** To be awaited before serving: rejects when the protocol library no longer answers as our table of refusals expects. */
  selfTest(): Promise<void>;
  readonly accessTokens: AccessTokenVerifier;
  readonly events: LoginEvents;
  /** The sessions whose end is told to their clients: for whoever else may end one. */
  readonly sessions: SsoSessions;
  readonly backchannel: BackchannelLogout;
  readonly logoutNotices: LogoutNotices;
  /** Keycloak's adapters in applications. */
  readonly adapters: ClientAdapters;
  /** Tokens with which clients may be registered. */
  readonly initialAccess: InitialAccessTokens;
  readonly forAdministrators: ForAdministrators;
  /** Back-channel logouts that are due, of every process; to be called every few seconds. Resolves with their number. */
  deliverLogouts(): Promise<number>;
}

type RealmHandler = (ctx: HttpContext, realm: RealmSnapshot) => Promise<HttpAnswer>;

const PROTOCOL = '/protocol/openid-connect';
const WELL_KNOWN = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];

/** OpenID Connect for every realm, in Keycloak's dialect. */
export function createOidc(dependencies: OidcDependencies): Oidc {
  const { realms, urls, clock, signed, onTransientLogin = () => {}, promiseOf = () => null, onUnknownError = () => {} } = dependencies;
  const events = createLoginEvents(dependencies);
  const notices = createLogoutNotices(dependencies);
  const adapters = createClientAdapters(dependencies);
  const backchannel = createBackchannelLogout({ ...dependencies, notices, adapters, events });
  const sessions = createAnnouncingSessions(dependencies.sessions, backchannel);
  const keys = createClientKeySource(dependencies);
  const encrypt = createEncryptForClient({ keys });
  const issuer = createTokenIssuer({ ...dependencies, encrypt });
  const clients = createClientAuthentication({ ...dependencies, keys });
  const standing = createTokenStanding(dependencies);
  const accessTokens = createAccessTokenVerifier({ signed, standing });
  const pushed = createPushedRequests(dependencies);
  const devices = createDeviceCodes(dependencies);
  const requests = createAuthenticationRequests(dependencies);
  const possession = createPossession({ dpop: createDpopProofs(dependencies), urls });
  const shared = {
    ...dependencies,
    devices,
    requests,
    keys,
    possession,
    sessions,
    limited: createLimitedSessions({ ...dependencies, sessions }),
    encrypt,
    pushed,
    reader: createRequestReader({ ...dependencies, keys, pushed }),
    clock,
    onTransientLogin,
    promiseOf,
    onUnknownError,
    events,
    issuer,
    clients,
    standing,
    accessTokens,
    providers: createProviderCache(dependencies),
    codes: createCodes(dependencies),
  };
  const browser = createBrowserEndpoints({ ...shared, authenticate: clients.for('logout') });
  const token = createTokenEndpoint({ authenticate: clients.for('token'), grants: createTokenGrants(shared), possession });
  const own = createOwnEndpoints(shared);
  const httpsRefusal = createHttpsGuard({ urls, pages: createPages(dependencies) });
  const initialAccess = createInitialAccessTokens(dependencies);
  const access = createRegistrationAccess(shared);
  const registration = createRegistrationEndpoint({ ...shared, initialAccess, registrationAccess: access });

  const handlers: ReadonlyMap<string, RealmHandler> = new Map<string, RealmHandler>([
    [`${PROTOCOL}/auth`, browser.authorization],
    [`${PROTOCOL}/registrations`, browser.registrations],
    [`${PROTOCOL}/forgot-credentials`, browser.forgotCredentials],
    [`${PROTOCOL}/token`, tokenWithCors(token, urls)],
    [`${PROTOCOL}/logout`, browser.logout],
    [`${PROTOCOL}/logout/logout-confirm`, browser.confirm],
    ['/device', browser.device.verify],
    ['/device/status', browser.device.status],
    [AUTHENTICATION_REQUESTS, browser.authenticationRequest('')],
    [`${AUTHENTICATION_REQUESTS}/status`, browser.authenticationStatus],
    ['/login-actions/authenticate', (ctx, realm) => browser.loginAction(ctx, realm, 'authenticate')],
    ['/login-actions/required-action', (ctx, realm) => browser.loginAction(ctx, realm, 'required-action')],
    ['/login-actions/consent', (ctx, realm) => browser.loginAction(ctx, realm, 'consent')],
    ['/login-actions/reset-credentials', (ctx, realm) => browser.loginAction(ctx, realm, 'reset-credentials')],
    ['/login-actions/registration', (ctx, realm) => browser.loginAction(ctx, realm, 'registration')],
    ['/login-actions/restart', (ctx, realm) => browser.loginAction(ctx, realm, 'restart')],
  ]);

  const answeringOf = (path: string): RealmHandler | undefined => {
    const id = path.startsWith(`${AUTHENTICATION_REQUESTS}/`) ? path.slice(AUTHENTICATION_REQUESTS.length + 1).replace(/\/$/, '') : '';
    return id === '' || id.includes('/') ? undefined : browser.authenticationRequest(id);
  };

  const prefix = `${new URL(urls.base).pathname.replace(/\/$/, '')}/realms/`;
  return {
    paths: [...handlers.keys(), `${AUTHENTICATION_REQUESTS}/:id`, ...own.paths, ...REGISTRATION_PATHS],
    accessTokens,
    events,
    sessions,
    backchannel,
    logoutNotices: notices,
    adapters,
    waitingLogins: browser.waitingLogins,
    initialAccess,
    forAdministrators: createForAdministrators({ ...shared, access }),
    deliverLogouts: () => backchannel.deliverDue(),
    async selfTest() {
      const provider = shared.providers.forIssuer(urls.issuer('self-test'));
      const unanswered = await unansweredErrors(provider, shared.providers.authorization(SELF_TEST_CLIENT));
      if (unanswered.length > 0) throw new AnteroomError('configuration', `oidc-provider refuses in other words: ${unanswered.join(', ')}`);
    },
    async handle(ctx) {
      const place = placeOf(ctx.path, prefix);
      if (place === null) return false;
      const { name, path } = place;
      const realm = await realms.byName(decoded(name));
      if (realm === null) {
        ctx.send(plainError(404, 'Realm does not exist'));
        return true;
      }
      const refusal = httpsRefusal(ctx, realm, path);
      if (refusal !== null) {
        ctx.send(refusal);
        return true;
      }
      const handler = handlers.get(path.replace(/\/$/, '')) ?? answeringOf(path);
      const answer =
        handler === undefined
          ? ((await own.handle(realm, path, ctx)) ?? (await registration(realm, path, ctx)))
          : await handler(ctx, realm);
      if (answer === null) {
        if (!/^\/protocol\/(?!openid-connect(\/|$))/.test(path)) return false;
        ctx.send(plainError(404, 'Protocol not found'));
        return true;
      }
      ctx.send(answer);
      return true;
    },
  };
}

function tokenWithCors(token: ReturnType<typeof createTokenEndpoint>, urls: Urls): RealmHandler {
  return async (ctx, realm) => {
    if (ctx.method === 'OPTIONS') return preflight(ctx, 'POST, OPTIONS');
    const seen: { decorate: (answer: HttpAnswer) => HttpAnswer } = { decorate: (answer) => answer };
    const answer = await token(ctx, realm, (client) => {
      const refusal = originRefusal(ctx, client, urls.base);
      if (refusal === null) seen.decorate = (given) => forClientOrigin(ctx, client, urls.base, given);
      return refusal;
    });
    return seen.decorate(answer);
  };
}

/**
 * The realm of a path and what follows. RFC 8414 §3.1: the well-known part may also stand before the issuer's path
 * (`/.well-known/oauth-authorization-server/realms/acme`).
 */
function placeOf(path: string, prefix: string): { readonly name: string; readonly path: string } | null {
  const known = WELL_KNOWN.find((document) => path.startsWith(`${document}${prefix}`));
  const below = known === undefined ? path : path.slice(known.length);
  if (!below.startsWith(prefix)) return null;
  const [name = '', ...rest] = below.slice(prefix.length).split('/');
  if (known === undefined) return { name, path: rest.length === 0 ? '' : `/${rest.join('/')}` };
  return rest.every((part) => part === '') ? { name, path: known } : null;
}

/** A name that is no valid percent-encoding is the name of no realm. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
