import { randomBytes } from 'node:crypto';
import {
  type Change,
  type Client,
  type Component,
  type Credential,
  createLoginFailures,
  type Flow,
  type Realm,
  type RequiredActionConfig,
  type Role,
  type User,
} from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import {
  buildClient,
  buildRealmSnapshot,
  buildSession,
  buildUser,
  createMemoryLog,
  createSequentialIds,
  createTestClock,
} from '@anteroom/testkit';
import { HOTP, Secret, TOTP } from 'otpauth';
import { createFlowEngine } from '../create-flow-engine.ts';
import { createRequiredActions } from '../create-required-actions.ts';
import type { Authenticator, Condition } from '../evaluate/authenticator.ts';
import type { FlowContext, FlowStep } from '../flow-engine.ts';
import type { LinkPlanner } from '../ports/answer-need.ts';
import { createWebAuthnVerifier } from '../webauthn/create-webauthn-verifier.ts';
import { flowTree, type Node } from './flow-tree.ts';
import { ORIGIN } from './soft-key.ts';

const OTP_SECRET = 'aliceotpsecret123456';

export interface RigOptions {
  readonly flow: readonly Node[];
  /** Flows beside those of the tree; the first of them is run when the tree is empty. */
  readonly flows?: readonly Flow[];
  readonly realm?: Partial<Realm>;
  readonly client?: Partial<Client>;
  readonly users?: readonly Partial<User>[];
  readonly otp?: readonly Partial<Credential>[];
  readonly roles?: readonly Role[];
  readonly requiredActions?: readonly Partial<RequiredActionConfig>[];
  readonly authenticators?: readonly Authenticator[];
  readonly conditions?: readonly Condition[];
  readonly credentials?: readonly Credential[];
  readonly components?: readonly Component[];
}

const ACTIONS = [
  'TERMS_AND_CONDITIONS',
  'UPDATE_PROFILE',
  'VERIFY_EMAIL',
  'CONFIGURE_TOTP',
  'UPDATE_PASSWORD',
  'CONFIGURE_RECOVERY_AUTHN_CODES',
  'webauthn-register',
  'webauthn-register-passwordless',
  'VERIFY_PROFILE',
  'delete_account',
  'delete_credential',
  'update_user_locale',
];

/** An engine over memory: users with the password `<username>-pw`, hashed in clear, and a record of what was asked of the ports. */
export function createEngineRig(options: RigOptions) {
  const clock = createTestClock();
  // Secrets must differ: a challenge or a list of codes that repeats proves nothing.
  const ids = { ...createSequentialIds(), token: (bytes: number) => randomBytes(bytes).toString('base64url') };
  const log = createMemoryLog();
  const tree = flowTree('the flow', options.flow);
  const { configs } = tree;
  const flows = options.flow.length === 0 ? (options.flows ?? []) : [...tree.flows, ...(options.flows ?? [])];
  const requiredActions = ACTIONS.map((alias, index): RequiredActionConfig => {
    const own = options.requiredActions?.find((action) => action.alias === alias);
    return {
      alias,
      name: alias,
      providerId: alias,
      enabled: alias !== 'TERMS_AND_CONDITIONS',
      defaultAction: false,
      priority: index * 10,
      config: {},
      ...own,
    };
  });
  const client = buildClient(options.client);
  const realm = buildRealmSnapshot({
    realm: options.realm ?? {},
    flows,
    authenticatorConfigs: configs,
    requiredActions,
    roles: options.roles ?? [],
    components: options.components ?? [],
    clients: [client],
  });

  const users = (options.users ?? [{}]).map((user, index) => buildUser({ id: `user-${index + 1}`, ...user }));
  const credentials: Credential[] = users.map((user) => passwordOf(user.id, `${user.username}-pw`));
  credentials.push(
    ...(options.otp ?? []).map((device, index) => otpDevice({ id: `otp-${index + 1}`, ...device })),
    ...(options.credentials ?? []),
  );
  const planned: Parameters<LinkPlanner['plan']>[0][] = [];
  const hashed: (string | null)[] = [];
  const verified: string[] = [];

  const { store, calls } = countedStore(createMemorySessionStore({ clock }));
  const ports = {
    directory: {
      users: {
        get: async (_realm: string, id: string) => users.find((user) => user.id === id) ?? null,
        findByUsername: async (_realm: string, name: string) => users.find((user) => user.username === name.toLowerCase()) ?? null,
        findByEmail: async (_realm: string, email: string) => users.find((user) => user.email === email.toLowerCase()) ?? null,
      },
      credentials: { list: async (_realm: string, userId: string) => credentials.filter((credential) => credential.userId === userId) },
    },
    failures: createLoginFailures({ store, clock }),
    hasher: {
      admit: () => {},
      hash: async (_realm: Realm, password: string) => {
        hashed.push(password);
        return { secretData: { value: password }, credentialData: { algorithm: 'clear' } };
      },
      verify: async (_realm: Realm, credential: Credential | null, password: string) => {
        verified.push(credential === null ? 'dummy' : credential.id);
        const match = credential !== null && credential.secretData.value === password;
        return { match, rehash: match && credential.credentialData.algorithm === 'old' };
      },
      matchesAny: async (list: readonly Credential[], password: string) =>
        list.some((credential) => credential.secretData.value === password),
    },
    store,
    codes: { code: async (_realm: unknown, { word }: { readonly word: string }) => `codeof${word}` },
    webauthn: createWebAuthnVerifier({ origin: ORIGIN }),
    clock,
    ids,
    links: {
      plan: (request: Parameters<LinkPlanner['plan']>[0]) => {
        planned.push(request);
        return { changes: [{ kind: 'revoke-link', id: `link of ${request.user.username}` } as const] };
      },
    },
  };

  const context = (overrides: Partial<FlowContext> = {}): FlowContext => ({
    realm,
    client,
    flow: flows[0]!,
    ipAddress: '192.0.2.1',
    session: null,
    prompt: [],
    maxAge: null,
    acrValues: [],
    loginHint: null,
    scopes: ['openid'],
    locale: 'en',
    ...overrides,
  });
  const sessionOf = (index: number, authTime: Date = clock.now()) => {
    const user = users[index]!;
    return { sid: 'sid-1', user, record: buildSession({ user: user.id, username: user.username, authTime: authTime.getTime() }) };
  };

  const apply = (changes: readonly Change[]) => {
    for (const change of changes) {
      if (change.kind === 'create-user') users.push(change.user);
      if (change.kind === 'update-user') {
        const index = users.findIndex(({ id }) => id === change.id);
        users[index] = { ...users[index]!, ...change.patch };
      }
      if (change.kind === 'delete-credential')
        credentials.splice(
          credentials.findIndex(({ id }) => id === change.id),
          1,
        );
      if (change.kind === 'put-credential' || change.kind === 'replace-credential') {
        const index = credentials.findIndex(({ id }) => id === change.credential.id);
        credentials.splice(index < 0 ? credentials.length : index, index < 0 ? 0 : 1, change.credential);
      }
    }
  };
  const engine = createFlowEngine({ ...ports, log, authenticators: options.authenticators ?? [], conditions: options.conditions ?? [] });

  /** Submits to the page that is shown, as a browser would, and commits what comes out. */
  async function post(step: FlowStep, form: Record<string, string>, overrides: Partial<FlowContext> = {}): Promise<FlowStep> {
    if (step.kind !== 'challenge') throw new Error(`no page is shown: ${step.kind}`);
    const state = JSON.parse(JSON.stringify(step.state));
    const next = await engine.submit(context(overrides), state, step.executionId, form);
    apply(next.changes);
    return next;
  }

  return {
    engine,
    ports,
    ids,
    requiredActions: createRequiredActions(ports),
    realm,
    client,
    clock,
    log,
    users,
    credentials,
    hashed,
    planned,
    verified,
    calls,
    failures: ports.failures,
    hasher: ports.hasher,
    context,
    sessionOf,
    apply,
    start: (overrides: Partial<FlowContext> = {}) => engine.start(context(overrides)),
    post,
    direct: (form: Record<string, string>, overrides: Partial<FlowContext> = {}) => engine.directGrant(context(overrides), form),
    code: (secret = OTP_SECRET) =>
      new TOTP({ secret: Secret.fromUTF8(secret), digits: 6, period: 30 }).generate({ timestamp: clock.now().getTime() }),
    hotp: (counter: number, secret = OTP_SECRET) => new HOTP({ secret: Secret.fromUTF8(secret), digits: 6 }).generate({ counter }),
  };
}

export function passwordOf(userId: string, password: string, algorithm = 'clear'): Credential {
  return {
    id: `password-${userId}`,
    userId,
    type: 'password',
    userLabel: null,
    createdAt: new Date('2029-12-01T00:00:00.000Z'),
    priority: 10,
    secretData: { value: password },
    credentialData: { algorithm },
  };
}

export function otpDevice(overrides: Partial<Credential> = {}): Credential {
  return {
    id: 'otp-1',
    userId: 'user-1',
    type: 'otp',
    userLabel: 'phone',
    createdAt: new Date('2029-12-01T00:00:00.000Z'),
    priority: 20,
    secretData: { value: OTP_SECRET },
    credentialData: { subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' },
    ...overrides,
  };
}

type Store = ReturnType<typeof createMemorySessionStore>;
const READS: readonly PropertyKey[] = ['get', 'find', 'list', 'count'];

/** Counts the calls of the session store, as the budgets do. */
function countedStore(inner: Store): { readonly store: Store; readonly calls: { reads: number; writes: number } } {
  const calls = { reads: 0, writes: 0 };
  const store = new Proxy(inner, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (READS.includes(name)) calls.reads += 1;
        else calls.writes += 1;
        return value.apply(target, args);
      };
    },
  });
  return { store, calls };
}
