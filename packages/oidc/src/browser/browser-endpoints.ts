import type {
  Clock,
  Directory,
  IdSource,
  LimitedSessions,
  Log,
  PageRenderer,
  RealmCache,
  RealmSnapshot,
  SessionStore,
  SignedTokens,
  SsoSessions,
  Urls,
} from '@anteroom/core';
import type { FlowEngine } from '@anteroom/flows';
import { createAuthenticationPages } from '../ciba/authentication-pages.ts';
import type { AuthenticationRequests } from '../ciba/authentication-requests.ts';
import type { DeviceCodes } from '../device/device-codes.ts';
import { createDevicePages } from '../device/device-pages.ts';
import type { LoginEvents } from '../events/login-events.ts';
import type { PromiseOf } from '../events/receipt.ts';
import type { Codes } from '../grants/codes.ts';
import type { AuthenticateClient } from '../grants/token-endpoint.ts';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import { createLogoutEndpoints, type LogoutEndpoints } from '../logout/logout-endpoint.ts';
import type { PushedRequests } from '../par/pushed-requests.ts';
import type { ProviderCache } from '../provider/provider-cache.ts';
import type { EncryptForClient } from '../signed/encrypted-for-client.ts';
import type { TokenIssuer } from '../tokens/token-grant.ts';
import { createAuthorizationEndpoint, type RealmEndpoint } from './authorization-endpoint.ts';
import { createBrowserSessions } from './browser-session.ts';
import { createConsents } from './consents.ts';
import { createFinishLogin } from './finish-login.ts';
import { createLoginActions } from './login-actions.ts';
import { createLoginPages } from './login-pages.ts';
import { createLoginRecords } from './login-records.ts';
import { createLoginSteps } from './login-steps.ts';
import type { LoginAction } from './login-urls.ts';
import { createLogins } from './logins.ts';
import { createNewDevices, type WarningPlanner } from './new-devices.ts';
import { createPages } from './pages.ts';
import type { RequestReader } from './request-reader.ts';
import { createRestartCookies } from './restart-cookie.ts';
import { createSignResponse } from './signed-response.ts';
import { createUnavailablePage } from './unavailable-page.ts';
import { createWaitingLogins, type WaitingLogins } from './waiting-logins.ts';

export interface BrowserDependencies {
  readonly directory: Pick<Directory, 'users' | 'consents'>;
  readonly realms: Pick<RealmCache, 'client' | 'clientByUuid'>;
  readonly store: SessionStore;
  readonly sessions: SsoSessions;
  readonly engine: FlowEngine;
  readonly issuer: TokenIssuer;
  readonly signed: SignedTokens;
  readonly encrypt: EncryptForClient;
  readonly urls: Urls;
  readonly renderer: PageRenderer;
  /** Base path of the pages' style sheet and script. */
  readonly resources: string;
  readonly development: boolean;
  readonly providers: ProviderCache;
  readonly limited: LimitedSessions;
  readonly codes: Codes;
  readonly events: LoginEvents;
  readonly authenticate: AuthenticateClient;
  readonly reader: RequestReader;
  readonly pushed: PushedRequests;
  readonly devices: DeviceCodes;
  readonly requests: AuthenticationRequests;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly onTransientLogin: (realm: string) => void;
  /** Absent: nobody is warned of new browsers. */
  readonly links?: WarningPlanner | undefined;
  readonly promiseOf: PromiseOf;
}

export interface BrowserEndpoints extends LogoutEndpoints {
  readonly authorization: RealmEndpoint;
  readonly registrations: RealmEndpoint;
  readonly forgotCredentials: RealmEndpoint;
  /** `/device` and `/device/status` */
  readonly device: { readonly verify: RealmEndpoint; readonly status: RealmEndpoint };
  /** Where a person answers back-channel authentication. */
  readonly authenticationRequest: (id: string) => RealmEndpoint;
  readonly authenticationStatus: RealmEndpoint;
  readonly loginAction: (ctx: HttpContext, realm: RealmSnapshot, action: LoginAction) => Promise<HttpAnswer>;
  readonly waitingLogins: WaitingLogins;
}

/** Everything a browser meets: authorization endpoint, pages of a login in progress, logout. */
export function createBrowserEndpoints(dependencies: BrowserDependencies): BrowserEndpoints {
  const pages = createPages(dependencies);
  const records = createLoginRecords(dependencies);
  const browserSessions = createBrowserSessions(dependencies);
  const restartCookies = createRestartCookies(dependencies);
  const loginPages = createLoginPages({ ...dependencies, pages, records, signResponse: createSignResponse(dependencies) });
  const shared = { ...dependencies, pages, records, browserSessions, restartCookies, loginPages };
  const logins = createLogins({
    ...shared,
    steps: createLoginSteps(dependencies),
    consents: createConsents(dependencies),
    finishLogin: createFinishLogin({ ...dependencies, newDevices: createNewDevices(dependencies) }),
  });
  const orPage = createUnavailablePage(shared);
  const loginAction = createLoginActions({ ...shared, logins });
  const device = createDevicePages({ ...shared, logins });
  const asked = createAuthenticationPages({ ...shared, logins });
  const { logout, confirm } = createLogoutEndpoints(shared);
  return {
    authorization: orPage(createAuthorizationEndpoint({ ...shared, logins })),
    registrations: orPage(createAuthorizationEndpoint({ ...shared, logins }, { path: 'registrations', purpose: 'registration' })),
    forgotCredentials: orPage(
      createAuthorizationEndpoint({ ...shared, logins }, { path: 'forgot-credentials', purpose: 'reset-credentials' }),
    ),
    device: { verify: orPage(device.verify), status: orPage(device.status) },
    authenticationRequest: (id) => orPage(asked.answer(id)),
    authenticationStatus: orPage(asked.status),
    loginAction: (ctx, realm, action) => orPage((at, of) => loginAction(at, of, action))(ctx, realm),
    waitingLogins: createWaitingLogins(shared),
    logout: orPage(logout),
    confirm: orPage(confirm),
  };
}
