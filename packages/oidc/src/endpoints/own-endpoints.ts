import { isAnteroomError, type RealmSnapshot } from '@anteroom/core';
import { type AuthenticationEndpointDependencies, createAuthenticationEndpoint } from '../ciba/authentication-endpoint.ts';
import { createDeviceEndpoint, type DeviceEndpointDependencies } from '../device/device-endpoint.ts';
import type { HttpAnswer, HttpRequest } from '../http-context.ts';
import { createParEndpoint, type ParDependencies } from '../par/par-endpoint.ts';
import { createLoginStatusIframe, createLoginStatusInit } from '../session-iframe/login-status-iframe.ts';
import { thirdPartyCookieSteps } from '../session-iframe/third-party-cookies.ts';
import { createAccountProfile } from './account-profile.ts';
import { preflight } from './cors.ts';
import { createCerts, createDiscovery, createRealmInfo } from './documents.ts';
import { type Endpoint, errorAnswer } from './endpoint.ts';
import { createIntrospection, type IntrospectionDependencies } from './introspection.ts';
import { createRevocation, type RevocationDependencies } from './revocation.ts';
import { createUserinfo, type UserinfoDependencies } from './userinfo.ts';

export interface OwnEndpoints {
  /** Below `/realms/{realm}`. */
  readonly paths: readonly string[];
  /**
   * Answers a request below `/realms/{realm}`; `path` is what follows that, as it came (one slash at its end does not matter).
   * Null when the path is none of these.
   */
  handle(realm: RealmSnapshot, path: string, request: HttpRequest): Promise<HttpAnswer | null>;
}

export type OwnEndpointsDependencies = UserinfoDependencies &
  IntrospectionDependencies &
  Omit<RevocationDependencies, 'baseUrl'> &
  Omit<ParDependencies, 'authenticate'> &
  Omit<DeviceEndpointDependencies, 'authenticate'> &
  Omit<AuthenticationEndpointDependencies, 'authenticate'>;

const ACCOUNT = '/account';

/** Endpoints that are served without the protocol library (settled 11). */
export function createOwnEndpoints(dependencies: OwnEndpointsDependencies): OwnEndpoints {
  const discovery = createDiscovery(dependencies);
  const [cookieStep1, cookieStep2] = thirdPartyCookieSteps();
  const accountProfile = createAccountProfile(dependencies);
  const endpoints: ReadonlyMap<string, Endpoint> = new Map([
    ['', createRealmInfo(dependencies)],
    ['/.well-known/openid-configuration', discovery],
    ['/.well-known/oauth-authorization-server', discovery],
    ['/protocol/openid-connect/login-status-iframe.html', createLoginStatusIframe()],
    ['/protocol/openid-connect/login-status-iframe.html/init', createLoginStatusInit(dependencies)],
    ['/protocol/openid-connect/3p-cookies/step1.html', cookieStep1],
    ['/protocol/openid-connect/3p-cookies/step2.html', cookieStep2],
    ['/protocol/openid-connect/certs', createCerts()],
    ['/protocol/openid-connect/userinfo', createUserinfo(dependencies)],
    ['/protocol/openid-connect/token/introspect', createIntrospection(dependencies)],
    ['/protocol/openid-connect/auth/device', createDeviceEndpoint({ ...dependencies, authenticate: dependencies.clients.for('token') })],
    [
      '/protocol/openid-connect/ext/ciba/auth',
      createAuthenticationEndpoint({ ...dependencies, authenticate: dependencies.clients.for('token') }),
    ],
    ['/protocol/openid-connect/ext/par/request', createParEndpoint({ ...dependencies, authenticate: dependencies.clients.for('par') })],
    ['/protocol/openid-connect/revoke', createRevocation({ ...dependencies, baseUrl: dependencies.urls.base })],
  ]);

  return {
    paths: [...endpoints.keys(), ACCOUNT],
    async handle(realm, path, request) {
      const plain = path.endsWith('/') ? path.slice(0, -1) : path;
      const endpoint = plain === ACCOUNT && asksForJson(request) ? accountProfile : endpoints.get(plain);
      if (endpoint === undefined) return null;
      if (request.method === 'OPTIONS' && endpoint.preflightMethods !== null) return preflight(request, endpoint.preflightMethods);
      if (!endpoint.methods.includes(request.method)) {
        const refused = errorAnswer(405, 'HTTP 405 Method Not Allowed');
        return { ...refused, headers: { ...refused.headers, allow: endpoint.methods.join(', ') } };
      }
      try {
        return await endpoint.answer(realm, request);
      } catch (error) {
        // The body was too long, or it stopped half-way: the caller's fault, not a failure.
        if (isAnteroomError(error, 'invalid_input')) return errorAnswer(413, 'invalid_request', error.publicText ?? 'Invalid request');
        throw error;
      }
    },
  };
}

/** The account page and the profile share an address; a preflight is only ever about the latter. */
function asksForJson({ method, headers }: HttpRequest): boolean {
  return method === 'OPTIONS' || (headers.accept ?? '').includes('application/json');
}
