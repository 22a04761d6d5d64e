import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActionLinks } from '@anteroom/action-tokens';
import {
  createInvalidatingDirectory,
  createLoginFailures,
  createRealmCache,
  createRealmImporter,
  createSsoSessions,
  type Directory,
  type LoginFailures,
  type RealmCache,
  type RealmImporter,
  type SignedTokens,
  type SimulateLogin,
  type SsoSessions,
  type StorePromise,
} from '@anteroom/core';
import { checkPasswordPolicy, parsePasswordPolicy, planSetPassword } from '@anteroom/passwords';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createSecretBox, openSqlDirectory } from '@anteroom/store-sql';
import { createMemoryLog, createTestClock, type MemoryLog, type TestClock } from '@anteroom/testkit';
import { type AnswerChecker, createAnswerChecker } from '@anteroom/testkit/openapi';
import Koa from 'koa';
import { type AdminApi, createAdminApi } from '../admin-api.ts';
import type { AdminPasswords } from '../dependencies.ts';
import { createFakeHasher } from './fake-hasher.ts';
import { createFakeTokens, type FakeTokens } from './fake-tokens.ts';
import { createRandomIds } from './random-ids.ts';

export interface Rig {
  readonly base: string;
  readonly api: AdminApi;
  readonly directory: Directory;
  readonly realms: RealmCache;
  readonly sessions: SsoSessions;
  readonly failures: LoginFailures;
  readonly tokens: FakeTokens;
  readonly importer: RealmImporter;
  readonly clock: TestClock;
  readonly log: MemoryLog;
  /** What a simulated login comes to from here on; without it everybody gets in. */
  simulateWith(simulate: SimulateLogin): void;
  /** Holds an answer against the OpenAPI document. */
  readonly check: AnswerChecker;
  /** A token of a user of a realm. */
  token(realm: string, username: string, clientId?: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

const NOTHING_KEPT: StorePromise = { processKill: 'lost', machineLoss: 'lost', partition: 'none', failOver: 'lost', betweenNodes: 'lost' };

const unused = (): never => {
  throw new Error('not part of this test');
};

/** The Admin API as it is served: over HTTP, SQLite and the memory session store. Only tokens and hashes are stand-ins. */
export async function openRig(): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-admin-'));
  const clock = createTestClock();
  const ids = createRandomIds();
  const log = createMemoryLog();
  const sql = await openSqlDirectory({
    url: `sqlite:${join(folder, 'a.sqlite')}`,
    secretBox: createSecretBox(new Uint8Array(32).fill(1)),
    clock,
    log,
  });
  const realms = createRealmCache({ directory: sql.directory });
  const directory = createInvalidatingDirectory(sql.directory, realms);
  const store = createMemorySessionStore({ clock });
  const sessions = createSsoSessions({ store, clock, ids });
  const failures = createLoginFailures({ store, clock });
  const hasher = createFakeHasher();
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const urls = { base, issuer: (name: string) => `${base}/realms/${encodeURIComponent(name)}` };
  const tokens = createFakeTokens({ directory, realms, sessions, urls, now: () => clock.now() });
  const importer = createRealmImporter({ directory, keys: { generate: async () => [] }, hasher, authenticators: new Set(), clock, ids });
  const signed: SignedTokens = { sign: async (_realm, kind, claims) => `signed.${kind}.${String(claims.jti)}`, verify: unused };
  let simulate: SimulateLogin = async ({ flow }) => ({
    ...{ outcome: 'complete', refusal: null, page: null, acr: '1', amr: ['pwd'], transient: false, persistence: null },
    trace: { flowId: flow.id, flow: flow.alias, steps: [] },
  });
  const passwords: AdminPasswords = {
    checkPolicy: (text) => void parsePasswordPolicy(text),
    async violation({ realm, credentials, ...rest }) {
      const found = await checkPasswordPolicy({
        policy: parsePasswordPolicy(realm.passwordPolicy ?? ''),
        history: credentials,
        hasher,
        clock,
        ...rest,
      });
      return found[0] ?? null;
    },
    planSet: (input) => planSetPassword({ ...input, hasher, ids, clock }),
  };
  const api = createAdminApi({
    ...{ directory, realms, store, sessions, failures, tokens, passwords, importer, clock, ids, log, urls },
    links: createActionLinks({ directory, realms, signed, urls, clock, ids }),
    mailTemplates: {
      list: [{ name: 'execute-actions', hasLink: true }],
      example: {},
      renderer: { render: (input) => ({ subject: input.template, text: `${input.locale} ${input.link}`, html: '' }) },
    },
    requiredActions: {
      isKnown: (realm, action) => realm.configuration.requiredActions.some((known) => known.enabled && known.alias === action),
    },
    initialAccess: {
      create: async (_realm, input) => ({ id: 'initial', timestamp: 0, token: 'initial-token', remainingCount: input.count, ...input }),
      list: async () => [],
      delete: async () => {},
      consume: async () => 'used',
    },
    installation: {
      database: { kind: 'sqlite' },
      places: [{ tag: store.tag, kind: 'memory', promise: NOTHING_KEPT, store, sessions }],
      primary: () => store.tag,
      nodes: { list: async () => [] },
      drain: { get: async () => null },
    },
    simulate: (simulation) => simulate(simulation),
    logoutNotices: { listByRealm: async () => [], listBySession: async () => [] },
    adapters: { tellAll: async () => ({}) },
    signingKeys: { states: () => [], begin: async () => [] },
    tokenPreviews: {
      accessToken: async ({ user }) => ({ sub: user.id }),
      idToken: async ({ user }) => ({ sub: user.id }),
      userinfo: async ({ user }) => ({ sub: user.id }),
    },
    registrationTokens: {
      plan: async (_realm, client) => ({ token: 'registration-token', changes: [{ kind: 'put-client', client }] }),
      open: async () => ({ kind: 'undecodable' }),
      spend: async () => false,
    },
    clientProof: { authenticate: async () => null },
    impersonation: { begin: async () => ({ cookies: ['KEYCLOAK_IDENTITY=x'], redirect: `${base}/` }) },
    keyPairs: { generate: async () => ({ privateKey: 'key', certificate: 'certificate' }) },
    generatedKeys: { make: async (_realm, _provider, given) => ({ ...given, privateKey: 'key' }) },
    mailTest: { send: async () => null },
    keysMetadata: () => ({ active: {}, keys: [] }),
    version: '0.0.0',
    startedAt: clock.now(),
  });
  const app = new Koa();
  app.use((ctx) => api.handle(ctx));
  server.on('request', app.callback());

  return {
    ...{ base, api, directory, realms, sessions, failures, tokens, importer, clock, log },
    simulateWith: (given) => {
      simulate = given;
    },
    check: createAnswerChecker(api.openApi()),
    async token(realmName, username, clientId, claims) {
      const realm = await realms.byName(realmName);
      if (realm === null) throw new Error(`no realm ${realmName}`);
      return tokens.issue(realm, username, clientId, claims);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sql.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
