import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Change,
  type Client,
  type Consent,
  createLimitedSessions,
  createLoginFailures,
  createSsoSessions,
  type Directory,
  type Flow,
  type LoginEvent,
  type PageRenderer,
  type Realm,
  RealmSnapshot,
  type SessionStore,
  type User,
} from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { countCalls, createMemoryLog } from '@anteroom/testkit';
import { createBrowserEndpoints } from '../browser/browser-endpoints.ts';
import { createRequestReader } from '../browser/request-reader.ts';
import { createAuthenticationRequests } from '../ciba/authentication-requests.ts';
import { createDeviceCodes } from '../device/device-codes.ts';
import { createLoginEvents } from '../events/login-events.ts';
import { createCodes } from '../grants/codes.ts';
import { type AuthenticateClient, createTokenEndpoint } from '../grants/token-endpoint.ts';
import { createTokenGrants } from '../grants/token-grants.ts';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import { createPushedRequests } from '../par/pushed-requests.ts';
import { parseForm } from '../parse-form.ts';
import { createDpopProofs } from '../possession/dpop-proof.ts';
import { createPossession } from '../possession/possession.ts';
import { createProviderCache } from '../provider/provider-cache.ts';
import { createSignedTokens } from '../signed/signed-tokens.ts';
import { acmeCache } from '../test-rig/acme-cache.ts';
import { acmeRealm } from '../test-rig/acme-realm.ts';
import { noClientKeys, noEncryption, noOutgoing } from '../test-rig/no-outgoing.ts';
import { createTestClock, randomIds } from '../test-rig/test-clock.ts';
import { createAccessTokenVerifier } from '../tokens/access-token-verifier.ts';
import { createTokenIssuer } from '../tokens/token-issuer.ts';
import { createTokenStanding } from '../tokens/token-standing.ts';
import { createSimpleEngine } from './simple-engine.ts';

export interface RigOptions {
  readonly realm?: Partial<Realm>;
  readonly client?: (client: Client) => Client;
  readonly user?: (user: User) => User;
  readonly wrapStore?: (store: SessionStore) => SessionStore;
  readonly transientStep?: boolean;
}

/** A page as data: what the view says, instead of markup. */
const renderer: PageRenderer = {
  render: (view, { action, hidden, links, locale }) =>
    JSON.stringify({ view, action, hidden, links: Object.keys(links), restart: links.restart, locale }),
};

const flow = (alias: string): Flow => ({ id: alias, alias, providerId: 'basic-flow', topLevel: true, builtIn: true, executions: [] });

/** The endpoints of this package over a loopback port, on realm `acme`, with what they need in memory. */
export async function startOidcRig(options: RigOptions = {}) {
  const clock = createTestClock(new Date());
  const acme = acmeRealm(options.client === undefined ? {} : { client: options.client });
  const change = options.user ?? ((user: User) => user);
  const users = new Map([...acme.users].map(([name, user]) => [name, change(user)]));
  const snapshotOf = (realm: Partial<Realm>) => {
    const { configuration } = acme.snapshot;
    const flows = [flow(configuration.realm.browserFlow), flow(configuration.realm.directGrantFlow)];
    return new RealmSnapshot({ ...configuration, flows, realm: { ...configuration.realm, ...realm } });
  };
  let snapshot = snapshotOf(options.realm ?? {});
  const counted = countCalls(createMemorySessionStore({ clock }));
  const store = options.wrapStore?.(counted.store) ?? counted.store;
  const consents = new Map<string, Consent>();
  const loginEvents: LoginEvent[] = [];
  const directory: Pick<Directory, 'users' | 'consents' | 'commit'> = {
    users: {
      get: async (_realm: string, id: string) => [...users.values()].find((user) => user.id === id) ?? null,
      findServiceAccount: async (_realm: string, client: string) =>
        [...users.values()].find((user) => user.serviceAccountClient === client) ?? null,
    } as Directory['users'],
    consents: {
      get: async (_realm, user, client) => consents.get(`${user}.${client}`) ?? null,
      list: async () => [...consents.values()],
    },
    commit: async (_realm, changes: readonly Change[]) => {
      for (const one of changes) {
        if (one.kind === 'put-consent') consents.set(`${one.consent.userId}.${one.consent.clientId}`, one.consent);
        if (one.kind === 'login-event') loginEvents.push(one.event);
      }
    },
  };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://localhost:${(server.address() as AddressInfo).port}`;
  const urls = { base, issuer: (name: string) => `${base}/realms/${name}` };
  const ids = randomIds;
  const log = createMemoryLog();
  const signed = createSignedTokens({ urls, clock });
  const issuer = createTokenIssuer({ signed, urls, clock, ids, encrypt: noEncryption });
  const sessions = createSsoSessions({ store, clock, ids });
  const realms = acmeCache(acme);
  const authenticate: AuthenticateClient = async (_realm, _request, form) => {
    const client = acme.clients.get(form.client_id ?? '');
    const ok = client !== undefined && (client.publicClient || client.secret === form.client_secret);
    return ok ? { kind: 'client', client } : { kind: 'refused', refusal: { status: 401, error: 'invalid_client' } };
  };
  let transientLogins = 0;
  const unknownErrors: string[] = [];
  const pushed = createPushedRequests({ store, clock, ids });
  const standing = createTokenStanding({ realms, directory, sessions, store, clock });
  const shared = {
    accessTokens: createAccessTokenVerifier({ signed, standing }),
    encrypt: noEncryption,
    devices: createDeviceCodes({ store, clock, ids }),
    requests: createAuthenticationRequests({ store, clock, ids }),
    failures: createLoginFailures({ store, clock }),
    keys: noClientKeys,
    pushed,
    reader: createRequestReader({ realms, pushed, keys: noClientKeys, outgoing: noOutgoing, urls, clock, log }),
    directory,
    realms,
    store,
    sessions,
    limited: createLimitedSessions({ store, sessions, clock }),
    issuer,
    signed,
    urls,
    clock,
    ids,
    log,
    renderer,
    authenticate,
    engine: createSimpleEngine(() => [...users.values()], { transient: () => options.transientStep ?? false }),
    events: createLoginEvents({ directory, clock, ids, log }),
    providers: createProviderCache({ urls, ids }),
    codes: createCodes({ store, clock, ids }),
    resources: '/resources',
    development: true,
    promiseOf: () => null,
    onTransientLogin: () => {
      transientLogins += 1;
    },
    onUnknownError: (grant: string) => {
      unknownErrors.push(grant);
    },
  };
  const browser = createBrowserEndpoints(shared);
  const token = createTokenEndpoint({
    authenticate,
    grants: createTokenGrants(shared),
    possession: createPossession({ dpop: createDpopProofs({ store, clock }), urls }),
  });

  const answer = async (ctx: HttpContext): Promise<HttpAnswer> => {
    const path = ctx.path.replace('/realms/acme', '');
    if (path === '/protocol/openid-connect/auth') return browser.authorization(ctx, snapshot);
    if (path === '/protocol/openid-connect/token') return token(ctx, snapshot, () => null);
    if (path === '/protocol/openid-connect/logout') return browser.logout(ctx, snapshot);
    if (path === '/protocol/openid-connect/logout/logout-confirm') return browser.confirm(ctx, snapshot);
    const action = /^\/login-actions\/(authenticate|required-action|consent|restart)$/.exec(path)?.[1];
    if (action !== undefined) return browser.loginAction(ctx, snapshot, action as 'authenticate');
    return { status: 404, headers: {}, body: null };
  };
  server.on('request', (req, res) => void serve(req, res, answer));

  return {
    base,
    clock,
    log,
    store,
    sessions,
    signed,
    issuer,
    users,
    clients: acme.clients,
    consents,
    loginEvents,
    unknownErrors,
    counted,
    transientLogins: () => transientLogins,
    realm: () => snapshot,
    changeRealm: (realm: Partial<Realm>) => {
      snapshot = snapshotOf({ ...snapshot.realm, ...realm });
    },
    close: async () => closeServer(server),
  };
}

export type OidcRig = Awaited<ReturnType<typeof startOidcRig>>;

async function serve(req: IncomingMessage, res: ServerResponse, answer: (ctx: HttpContext) => Promise<HttpAnswer>): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const form = parseForm(req.headers['content-type'], Buffer.concat(chunks).toString());
  const ctx: HttpContext = {
    method: req.method ?? 'GET',
    path: url.pathname,
    headers: req.headers,
    query: url.searchParams,
    ip: '127.0.0.1',
    readForm: async () => form,
    native: null,
    send: () => {},
  };
  try {
    const { status, headers, body } = await answer(ctx);
    res.writeHead(status, headers as Record<string, string | string[]>);
    res.end(body === null ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  } catch (error) {
    res.writeHead(500, { 'content-type': 'text/plain' });
    res.end(error instanceof Error ? error.stack : String(error));
  }
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
