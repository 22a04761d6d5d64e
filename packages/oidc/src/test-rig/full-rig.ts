import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Change,
  type Client,
  type Consent,
  createLoginFailures,
  createSsoSessions,
  type Directory,
  type Flow,
  type LoginEvent,
  type OutboxMessage,
  type PageRenderer,
  type Realm,
  RealmSnapshot,
  type SessionStore,
  type User,
} from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { countCalls, createMemoryLog } from '@anteroom/testkit';
import { createOidc, type OidcDependencies } from '../create-oidc.ts';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import { parseForm } from '../parse-form.ts';
import { createSignedTokens } from '../signed/signed-tokens.ts';
import { acmeCache } from './acme-cache.ts';
import { acmeRealm } from './acme-realm.ts';
import { noOutgoing } from './no-outgoing.ts';
import { createSimpleEngine } from './simple-engine.ts';
import { createTestClock, randomIds } from './test-clock.ts';

export interface FullRigOptions {
  readonly realm?: Partial<Realm>;
  readonly components?: readonly object[];
  readonly client?: (client: Client) => Client;
  readonly wrapStore?: (store: SessionStore) => SessionStore;
  readonly oidc?: Partial<OidcDependencies>;
}

/** A page as data: what the view says, instead of markup. */
const renderer: PageRenderer = {
  render: (view, { action, hidden, links, locale }) =>
    JSON.stringify({ view, action, hidden, links: Object.keys(links), restart: links.restart, locale }),
};

const flow = (alias: string): Flow => ({ id: alias, alias, providerId: 'basic-flow', topLevel: true, builtIn: true, executions: [] });

/** The whole package behind a loopback port, composed as the server composes it, on realm `acme` with everything in memory. */
export async function startFullRig(options: FullRigOptions = {}) {
  const clock = createTestClock(new Date());
  const acme = acmeRealm({ ...(options.client === undefined ? {} : { client: options.client }), components: options.components ?? [] });
  const users = new Map(acme.users);
  const clients = new Map(acme.clients);
  const snapshotOf = (realm: Partial<Realm>) => {
    const { configuration } = acme.snapshot;
    const flows = [flow(configuration.realm.browserFlow), flow(configuration.realm.directGrantFlow)];
    const clientIds = new Map([...clients.values()].map((client) => [client.id, client.clientId]));
    return new RealmSnapshot({ ...configuration, flows, clientIds, realm: { ...configuration.realm, ...realm } });
  };
  let snapshot = snapshotOf(options.realm ?? {});
  const counted = countCalls(createMemorySessionStore({ clock }));
  const store = options.wrapStore?.(counted.store) ?? counted.store;
  const consents = new Map<string, Consent>();
  const loginEvents: LoginEvent[] = [];
  const mails: OutboxMessage[] = [];
  const apply = (change: Change): void => {
    if (change.kind === 'put-consent') consents.set(`${change.consent.userId}.${change.consent.clientId}`, change.consent);
    if (change.kind === 'queue-mail') mails.push(change.message);
    if (change.kind === 'login-event') loginEvents.push(change.event);
    if (change.kind === 'put-client') clients.set(change.client.clientId, change.client);
    if (change.kind === 'delete-client') for (const [name, { id }] of clients) if (id === change.id) clients.delete(name);
    if (change.kind === 'put-component') {
      const others = snapshot.configuration.components.filter(({ id }) => id !== change.component.id);
      snapshot = new RealmSnapshot({ ...snapshot.configuration, components: [...others, change.component] });
    }
    if (change.kind === 'put-identity-provider') {
      snapshot = new RealmSnapshot({ ...snapshot.configuration, identityProviders: [change.provider] });
    }
    if (change.kind === 'delete-component') {
      const components = snapshot.configuration.components.filter(({ id }) => id !== change.id);
      snapshot = new RealmSnapshot({ ...snapshot.configuration, components });
    }
  };
  const directory: Pick<Directory, 'users' | 'consents' | 'commit'> = {
    users: {
      get: async (_realm: string, id: string) => [...users.values()].find((user) => user.id === id) ?? null,
      findByUsername: async (_realm: string, name: string) => users.get(name) ?? null,
      findByEmail: async (_realm: string, email: string) => [...users.values()].find((user) => user.email === email) ?? null,
      findServiceAccount: async (_realm: string, client: string) =>
        [...users.values()].find((user) => user.serviceAccountClient === client) ?? null,
    } as unknown as Directory['users'],
    consents: {
      get: async (_realm, user, client) => consents.get(`${user}.${client}`) ?? null,
      list: async () => [...consents.values()],
    },
    commit: async (_realm, changes: readonly Change[]) => changes.forEach(apply),
  };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://localhost:${(server.address() as AddressInfo).port}`;
  const urls = { base, issuer: (name: string) => `${base}/realms/${name}` };
  const log = createMemoryLog();
  const ids = randomIds;
  const signed = createSignedTokens({ urls, clock });
  const sessions = createSsoSessions({ store, clock, ids });
  const failures = createLoginFailures({ store, clock });
  const unknownErrors: string[] = [];
  const oidc = createOidc({
    directory,
    realms: {
      ...acmeCache({ ...acme, clients }),
      clientByUuid: async (_realm, uuid) => [...clients.values()].find(({ id }) => id === uuid) ?? null,
      byName: async (name) => (name === snapshot.name ? snapshot : null),
      byId: async (id) => (id === snapshot.id ? snapshot : null),
    },
    store,
    sessions,
    engine: createSimpleEngine(() => [...users.values()]),
    failures,
    signed,
    urls,
    renderer,
    resources: '/resources',
    development: true,
    clock,
    ids,
    log,
    outgoing: noOutgoing,
    onUnknownError: (route) => void unknownErrors.push(route),
    ...options.oidc,
  });
  server.on('request', (req, res) => void serve(req, res, (ctx) => oidc.handle(ctx)));

  return {
    base,
    clock,
    log,
    store,
    sessions,
    failures,
    signed,
    oidc,
    users,
    clients,
    consents,
    loginEvents,
    mails,
    unknownErrors,
    counted,
    issuer: urls.issuer('acme'),
    realm: () => snapshot,
    changeRealm: (realm: Partial<Realm>) => {
      snapshot = new RealmSnapshot({ ...snapshot.configuration, realm: { ...snapshot.realm, ...realm } as Realm });
    },
    commit: (changes: readonly Change[]) => changes.forEach(apply),
    changeClient: (clientId: string, change: Partial<Client>) => {
      clients.set(clientId, { ...clients.get(clientId)!, ...change } as Client);
    },
    changeUser: (username: string, change: Partial<User>) => {
      users.set(username, { ...users.get(username)!, ...change });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FullRig = Awaited<ReturnType<typeof startFullRig>>;

async function serve(req: IncomingMessage, res: ServerResponse, handle: (ctx: HttpContext) => Promise<boolean>): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const write = ({ status, headers, body }: HttpAnswer) => {
    res.writeHead(status, headers as Record<string, string | string[]>);
    res.end(body === null ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  };
  const ctx: HttpContext = {
    method: req.method ?? 'GET',
    path: url.pathname,
    headers: req.headers,
    query: url.searchParams,
    ip: '127.0.0.1',
    // As a trusted proxy would pass it on.
    clientCertificate:
      typeof req.headers['x-test-certificate'] === 'string' ? Buffer.from(req.headers['x-test-certificate'], 'base64') : null,
    readForm: async () => parseForm(req.headers['content-type'], text),
    readText: async () => text,
    native: null,
    send: write,
  };
  try {
    if (!(await handle(ctx))) write({ status: 404, headers: {}, body: null });
  } catch (error) {
    res.writeHead(500, { 'content-type': 'text/plain' });
    res.end(error instanceof Error ? error.stack : String(error));
  }
}
