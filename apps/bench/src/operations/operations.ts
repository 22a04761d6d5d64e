import { HttpConnection, type HttpRequest } from '../load/http-connection.ts';
import { CLIENT, TRANSIENT_CLIENT } from '../subject/bench-realm.ts';
import { logIn, logOut, type SignedIn } from './browser-login.ts';
import type { Load, Operation, Site } from './operation.ts';
import { passwordRequest, tokenRequest, tokensOfAll } from './token-request.ts';

const operation = (id: string, title: string, more: Partial<Operation> & Pick<Operation, 'prepare'>): Operation => ({
  id,
  title,
  algorithm: 'RS256',
  hashCost: 'negligible',
  signatures: 0,
  hashes: 0,
  transient: false,
  ...more,
});

const ES256 = { algorithm: 'ES256' } as const;
const tokens = (requests: readonly HttpRequest[]): Load => ({ kind: 'requests', requests, expect: '"access_token":"ey' });

const clientCredentials = async (site: Site) => tokens([tokenRequest(site, { grant_type: 'client_credentials', ...CLIENT })]);
const passwordGrant = async (site: Site) => tokens(everyUser(site, (user) => passwordRequest(site, user)));
const transientGrant = (scope: string) => async (site: Site) =>
  tokens(everyUser(site, (user) => passwordRequest(site, user, { client: TRANSIENT_CLIENT, scope })));
const refresh = async (site: Site) =>
  tokens(
    (await tokensOfAll(site)).map(({ refresh_token }) => tokenRequest(site, { grant_type: 'refresh_token', ...CLIENT, refresh_token })),
  );
const login = async (site: Site) => flow(site, async (connection, user) => void (await logIn(site, connection, user)));
const loginLogout = async (site: Site) =>
  flow(site, async (connection, user) => {
    const signedIn: SignedIn = await logIn(site, connection, user);
    await logOut(site, connection, signedIn);
  });

/** What `--replicas` measures: each login as it is and transient, and client credentials, which keep nothing either. */
export const WITH_REPLICAS = [
  'client-credentials',
  'password',
  'password-transient',
  'password-transient-one-token',
  'login',
  'login-transient',
] as const;

/** What is measured, in the order of the table. `--operations` takes the ids. */
export const OPERATIONS: readonly Operation[] = [
  operation('client-credentials', 'client credentials, RS256', { signatures: 1, prepare: clientCredentials }),
  operation('client-credentials-es256', 'client credentials, ES256', { ...ES256, signatures: 1, prepare: clientCredentials }),
  operation('password', 'password grant, negligible hash, RS256', { signatures: 2, prepare: passwordGrant }),
  operation('password-es256', 'password grant, negligible hash, ES256', { ...ES256, signatures: 2, prepare: passwordGrant }),
  operation('password-argon2', 'password grant, argon2id, RS256', {
    hashCost: 'default',
    hashes: 1,
    signatures: 2,
    prepare: passwordGrant,
  }),
  operation('password-transient', 'password grant, transient, negligible hash, RS256', {
    signatures: 2,
    transient: true,
    prepare: transientGrant('openid'),
  }),
  // What client credentials do, for a person: one token, one signature.
  operation('password-transient-one-token', 'password grant, transient, without an ID token', {
    signatures: 1,
    transient: true,
    prepare: transientGrant(''),
  }),
  operation('refresh', 'refresh with ID token, RS256', { signatures: 2, prepare: refresh }),
  operation('refresh-es256', 'refresh with ID token, ES256', { ...ES256, signatures: 2, prepare: refresh }),
  operation('login', 'browser login, negligible hash, RS256', { signatures: 2, prepare: login }),
  operation('login-transient', 'browser login, transient, negligible hash, RS256', {
    signatures: 2,
    transient: true,
    prepare: async (site) => flow(site, async (connection, user) => void (await logIn(site, connection, user, TRANSIENT_CLIENT))),
  }),
  operation('login-argon2', 'browser login, argon2id, RS256', { hashCost: 'default', hashes: 1, signatures: 2, prepare: login }),
  operation('login-logout', 'browser login and logout, negligible hash, RS256', { signatures: 2, prepare: loginLogout }),
  operation('introspection', 'introspection', {
    prepare: async (site) => ({
      kind: 'requests',
      expect: '"active":true',
      requests: (await tokensOfAll(site)).map(({ access_token }) => ({
        method: 'POST',
        path: `${site.protocol}/token/introspect`,
        body: new URLSearchParams({ ...CLIENT, token: access_token }).toString(),
      })),
    }),
  }),
  operation('userinfo', 'userinfo', {
    prepare: async (site) => ({
      kind: 'requests',
      expect: '"sub":"',
      requests: (await tokensOfAll(site)).map(({ access_token }) => ({
        method: 'GET',
        path: `${site.protocol}/userinfo`,
        headers: { Authorization: `Bearer ${access_token}` },
      })),
    }),
  }),
  operation('discovery', 'discovery', {
    prepare: async ({ realm }) => ({
      kind: 'requests',
      expect: '"issuer":"',
      requests: [{ method: 'GET', path: `/realms/${realm.name}/.well-known/openid-configuration` }],
    }),
  }),
  operation('jwks', 'JWKS', {
    prepare: async ({ protocol }) => ({ kind: 'requests', expect: '"keys":[', requests: [{ method: 'GET', path: `${protocol}/certs` }] }),
  }),
];

function everyUser({ realm }: Site, request: (user: number) => HttpRequest): readonly HttpRequest[] {
  return Array.from({ length: realm.users }, (_, user) => request(user));
}

/** Callers with a connection each that go through the users together. */
function flow(site: Site, once: (connection: HttpConnection, user: number) => Promise<void>): Load {
  const connections = Array.from({ length: site.callers }, () => new HttpConnection(new URL(site.subject.base)));
  let next = 0;
  return {
    kind: 'flow',
    callers: connections.map((connection) => () => {
      next = (next + 1) % site.realm.users;
      return once(connection, next);
    }),
    close: () => {
      for (const connection of connections) connection.close();
    },
  };
}
