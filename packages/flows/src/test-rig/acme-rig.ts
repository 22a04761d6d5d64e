import { readFileSync } from 'node:fs';
import {
  type AuthenticatorConfig,
  type Change,
  type Client,
  type Component,
  type Credential,
  createLoginFailures,
  type Flow,
  type Group,
  type JsonObject,
  planRealmImport,
  type Realm,
  RealmSnapshot,
  type RequiredActionConfig,
  type Role,
  type User,
} from '@anteroom/core';
import { createPasswordHasher } from '@anteroom/passwords';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createMemoryLog, createSequentialIds, createTestClock } from '@anteroom/testkit';
import { Secret, TOTP } from 'otpauth';
import { createFlowEngine } from '../create-flow-engine.ts';
import type { FlowContext } from '../flow-engine.ts';
import { KNOWN_AUTHENTICATORS } from '../known-authenticators.ts';
import { createWebAuthnVerifier } from '../webauthn/create-webauthn-verifier.ts';

const EXPORT = new URL('../../../testkit/src/fixtures/keycloak/acme-realm.json', import.meta.url);

/** The engine with real hashes over a realm that a Keycloak 26.7.3 exported, as the import plans it. */
export function createAcmeRig() {
  const clock = createTestClock(new Date('2026-11-25T12:00:00.000Z'));
  const ids = createSequentialIds();
  const representation = JSON.parse(readFileSync(EXPORT, 'utf8')) as JsonObject;
  const { changes } = planRealmImport(representation, {
    clock,
    ids,
    keys: [],
    master: null,
    authenticators: new Set(KNOWN_AUTHENTICATORS.filter(({ available }) => available).map(({ id }) => id)),
  });
  const all = <K extends Change['kind'], V>(kind: K, value: (change: Extract<Change, { kind: K }>) => V): V[] =>
    changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind).map(value);
  const clients = all('put-client', ({ client }): Client => client);
  const realm = new RealmSnapshot({
    version: 1,
    realm: all('put-realm', ({ realm }): Realm => realm)[0]!,
    roles: all('put-role', ({ role }): Role => role),
    groups: all('put-group', ({ group }): Group => group),
    clientScopes: [],
    flows: all('put-flow', ({ flow }): Flow => flow),
    authenticatorConfigs: all('put-authenticator-config', ({ config }): AuthenticatorConfig => config),
    requiredActions: all('put-required-action', ({ action }): RequiredActionConfig => action),
    components: all('put-component', ({ component }): Component => component),
    identityProviders: [],
    clientIds: new Map(clients.map(({ id, clientId }) => [id, clientId])),
  });
  const granted = all('grant-roles', ({ userId, roles }) => ({ userId, roles }));
  const users = all('create-user', ({ user }): User => {
    const roles = granted.filter(({ userId }) => userId === user.id).flatMap(({ roles }) => roles);
    return { ...user, roles: [...user.roles, ...roles] };
  });
  const credentials = all('put-credential', ({ credential }): Credential => credential);
  const store = createMemorySessionStore({ clock });
  const log = createMemoryLog();
  const engine = createFlowEngine({
    directory: {
      users: {
        get: async (_realm, id) => users.find((user) => user.id === id) ?? null,
        findByUsername: async (_realm, name) => users.find(({ username }) => username === name.toLowerCase()) ?? null,
        findByEmail: async (_realm, email) => users.find((user) => user.email === email.toLowerCase()) ?? null,
      },
      credentials: { list: async (_realm, userId) => credentials.filter((credential) => credential.userId === userId) },
    },
    failures: createLoginFailures({ store, clock }),
    hasher: createPasswordHasher({ ids, clock, log, sleep: async () => {} }),
    store,
    codes: { code: async () => '000000' },
    webauthn: createWebAuthnVerifier({ origin: 'https://login.acme.example' }),
    clock,
    ids,
    log,
  });

  function context(clientId: string, binding: 'browser' | 'direct_grant'): FlowContext {
    const client = clients.find((candidate) => candidate.clientId === clientId)!;
    const flow = realm.boundFlow(binding, client)!;
    const none = { session: null, prompt: [], maxAge: null, acrValues: [], loginHint: null };
    return { realm, client, flow, ipAddress: '192.0.2.1', scopes: ['openid'], locale: 'en', ...none };
  }

  return {
    direct: (clientId: string, form: Record<string, string>) => engine.directGrant(context(clientId, 'direct_grant'), form),
    async browser(clientId: string, form: Record<string, string>) {
      const asked = context(clientId, 'browser');
      const page = await engine.start(asked);
      return page.kind === 'challenge' ? engine.submit(asked, page.state, page.executionId, form) : page;
    },
    code: (secret: string) => new TOTP({ secret: Secret.fromUTF8(secret) }).generate({ timestamp: clock.now().getTime() }),
  };
}
