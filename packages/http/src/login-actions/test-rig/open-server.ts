import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActionLinks, createMailedCodes, type LinkRequest, type PlannedLink } from '@anteroom/action-tokens';
import {
  type ActionLink,
  type Client,
  createLoginFailures,
  createRealmCache,
  createSsoSessions,
  type Directory,
  type Realm,
  type RealmSnapshot,
  type SsoSessions,
  type Urls,
  type User,
} from '@anteroom/core';
import { createRequiredActions, createWebAuthnVerifier } from '@anteroom/flows';
import { createDevMailbox, createOutboxWorker, type DevMailbox } from '@anteroom/mail';
import { createLoginEvents, createSignedTokens, type HttpAnswer, parseForm } from '@anteroom/oidc';
import { createMailRenderer, createPageRenderer } from '@anteroom/pages';
import { createPasswordHasher } from '@anteroom/passwords';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createSecretBox, openSqlDirectory } from '@anteroom/store-sql';
import { buildClient, buildRealm, buildUser, createMemoryLog, createTestClock, type MemoryLog, type TestClock } from '@anteroom/testkit';
import { createActionTokenRoutes } from '../action-token.ts';

const urls: Urls = { base: 'https://login.acme.example', issuer: (name) => `https://login.acme.example/realms/${name}` };

const ids = { uuid: () => crypto.randomUUID(), token: (bytes: number) => randomBytes(bytes).toString('base64url') };

export interface World {
  readonly url: string;
  readonly clock: TestClock;
  readonly realmId: string;
}

/** What is left of a server when its process is gone: the database. Memory sessions are not. */
export interface Server {
  readonly directory: Directory;
  readonly sessions: SsoSessions;
  readonly log: MemoryLog;
  /** How often the outbox was told of new mail. */
  readonly mails: () => number;
  /** What the outbox has sent, after sending all that is due. */
  readonly delivered: () => Promise<ReturnType<DevMailbox['list']>>;
  realm(): Promise<RealmSnapshot>;
  user(username?: string): Promise<User>;
  plan(request?: Partial<LinkRequest> & { readonly username?: string }): Promise<PlannedLink>;
  /** Plans, commits and mints: the key that a mail would carry. */
  mail(request?: Partial<LinkRequest> & { readonly username?: string }): Promise<{ readonly link: ActionLink; readonly key: string }>;
  row(id: string): Promise<ActionLink>;
  request(
    method: string,
    path: string,
    options?: { readonly form?: Readonly<Record<string, string>>; readonly body?: string; readonly cookie?: string },
  ): Promise<HttpAnswer | null>;
  /** True when this is the user's password. */
  knows(password: string, username?: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** Realm acme with alice and bob in a fresh database. */
export async function newWorld(overrides: Partial<Realm> = {}): Promise<World> {
  const world = {
    url: `sqlite:${join(mkdtempSync(join(tmpdir(), 'anteroom-http-')), 'directory.db')}`,
    clock: createTestClock(),
    realmId: buildRealm().id,
  };
  const directory = await openDirectory(world);
  const action = (alias: string, priority: number) => ({
    alias,
    name: alias,
    providerId: alias,
    priority,
    enabled: true,
    defaultAction: false,
    config: {},
  });
  const hmac = { kid: ['hmac-1'], secret: [randomBytes(64).toString('base64url')], priority: ['100'], algorithm: ['HS512'] };
  const account: Client = buildClient({ clientId: 'account', redirectUris: ['https://app.acme.example/*'] });
  await directory.commit(world.realmId, [
    { kind: 'put-realm', realm: buildRealm({ eventsEnabled: true, ...overrides }) },
    {
      kind: 'put-component',
      component: {
        id: ids.uuid(),
        name: 'hmac',
        providerId: 'hmac-generated',
        providerType: 'org.keycloak.keys.KeyProvider',
        parentId: world.realmId,
        config: hmac,
      },
    },
    { kind: 'put-required-action', action: action('CONFIGURE_TOTP', 10) },
    { kind: 'put-required-action', action: action('VERIFY_EMAIL', 20) },
    { kind: 'put-required-action', action: action('UPDATE_PASSWORD', 30) },
    { kind: 'put-required-action', action: action('UPDATE_EMAIL', 70) },
    { kind: 'put-client', client: account },
    { kind: 'create-user', user: buildUser({ requiredActions: ['UPDATE_PASSWORD'] }) },
    { kind: 'create-user', user: buildUser({ id: 'b0000000-0000-4000-8000-000000000002', username: 'bob', email: 'bob@acme.example' }) },
  ]);
  await directory.close();
  return world;
}

async function openDirectory({ url, clock }: World): Promise<Directory> {
  const opened = await openSqlDirectory({ url, secretBox: createSecretBox(new Uint8Array(32).fill(7)), clock, log: createMemoryLog() });
  return opened.directory;
}

/** A process over the world's database, put together as the real one is. */
export async function startServer(world: World): Promise<Server> {
  const { clock, realmId } = world;
  const log = createMemoryLog();
  const directory = await openDirectory(world);
  const realms = createRealmCache({ directory });
  const store = createMemorySessionStore({ clock });
  const sessions = createSsoSessions({ store, clock, ids });
  const hasher = createPasswordHasher({ ids, clock, log });
  const signed = createSignedTokens({ urls, clock });
  const links = createActionLinks({ directory, realms, signed, urls, clock, ids });
  let mails = 0;
  const routes = createActionTokenRoutes({
    realms,
    links,
    requiredActions: createRequiredActions({
      directory,
      failures: createLoginFailures({ store, clock }),
      hasher,
      store,
      links,
      codes: createMailedCodes({ signed }),
      webauthn: createWebAuthnVerifier({ origin: urls.base }),
      clock,
      ids,
    }),
    directory,
    sessions,
    waitingLogins: { goOn: async () => null },
    events: createLoginEvents({ directory, clock, ids, log }),
    renderer: createPageRenderer(),
    mailQueued: () => {
      mails += 1;
    },
    urls,
    clock,
    log,
    resources: '/resources/test',
    development: false,
  });

  const mailbox = createDevMailbox({ clock, ids });
  const outbox = createOutboxWorker({
    directory,
    realms,
    mint: links.mint,
    codes: createMailedCodes({ signed }),
    renderer: createMailRenderer(),
    transport: mailbox.transport,
    defaults: { smtpUrl: null, from: null },
    clock,
    log,
  });

  const server: Server = {
    directory,
    sessions,
    log,
    mails: () => mails,
    delivered: async () => {
      await outbox.drainOnce();
      return mailbox.list();
    },
    realm: async () => (await realms.byId(realmId))!,
    user: async (username = 'alice') => (await directory.users.findByUsername(realmId, username))!,
    async plan({ username, ...request } = {}) {
      const realm = await server.realm();
      const defaults = {
        kind: 'execute-actions',
        actions: ['UPDATE_PASSWORD'],
        clientId: null,
        redirectUri: null,
        lifespanSeconds: null,
        locale: null,
      } as const;
      return links.plan({ realm, user: await server.user(username), ...defaults, ...request });
    },
    async mail(request) {
      const { link, changes } = await server.plan(request);
      await directory.commit(realmId, changes);
      return { link, key: (await links.mint(await server.realm(), link)).token };
    },
    row: async (id) => (await directory.links.get(realmId, id))!,
    async request(method, path, { form, body, cookie } = {}) {
      const at = new URL(path, urls.base);
      const text = body ?? (form === undefined ? '' : new URLSearchParams(form).toString());
      let answer: HttpAnswer | null = null;
      const headers = { ...(form || body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...(cookie ? { cookie } : {}) };
      const handled = await routes.handle({
        method,
        path: at.pathname,
        headers,
        query: at.searchParams,
        ip: '192.0.2.7',
        readForm: async () => parseForm(headers['content-type'], text),
        native: null,
        send: (sent) => {
          answer = sent;
        },
      });
      return handled ? answer : null;
    },
    async knows(password, username) {
      const user = await server.user(username);
      const credential = (await directory.credentials.list(realmId, user.id)).find(({ type }) => type === 'password') ?? null;
      return (await hasher.verify((await server.realm()).realm, credential, password, '192.0.2.1')).match;
    },
    stop: () => directory.close(),
  };
  return server;
}
