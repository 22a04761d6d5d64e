import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  toClientRepresentation,
  toCredentialRepresentation,
  toFlowRepresentation,
  toRealmRepresentation,
} from '../representation/index.ts';
import type { Representation } from '../representation/read.ts';
import { needsKeys } from './import-components.ts';
import { importInput, snapshotOf } from './import-rig.ts';
import { planRealmImport } from './plan-realm-import.ts';

type Json = Record<string, unknown>;

function fixture(name: string): Representation {
  return JSON.parse(readFileSync(new URL(`../../../testkit/src/fixtures/keycloak/${name}`, import.meta.url), 'utf8'));
}

const objects = (value: unknown) => value as readonly Json[];
describe('importing realm acme', () => {
  const document = fixture('acme-realm.json');
  const plan = planRealmImport(document, importInput());
  const applied = snapshotOf(plan);
  const { snapshot, clients, users, credentials } = applied;
  const user = (name: string) => users.find((other) => other.username === name);
  const roleNames = (ids: readonly string[] | undefined) => (ids ?? []).map((id) => snapshot.role(id)?.name).sort();

  it('keeps the ids of realm, users, clients, roles, groups, scopes, components and credentials', () => {
    expect(plan.realmId).toBe(document.id);
    const idsOf = (list: unknown) =>
      objects(list)
        .map((item) => item.id)
        .sort();
    expect(users.map((other) => other.id).sort()).toEqual(idsOf(document.users));
    expect(clients.map((client) => client.id).sort()).toEqual(idsOf(document.clients));
    expect(snapshot.configuration.clientScopes.map((scope) => scope.id).sort()).toEqual(idsOf(document.clientScopes));
    expect(credentials.map((credential) => credential.id).sort()).toEqual(
      objects(document.users)
        .flatMap((item) => objects(item.credentials).map((credential) => credential.id))
        .sort(),
    );
    expect(snapshot.configuration.components.map((component) => component.id).sort()).toEqual(
      Object.values(document.components as object)
        .flatMap((list) => idsOf(list))
        .sort(),
    );
    expect(snapshot.configuration.groups.length).toBe(4);
  });

  it('brings all twelve users and every credential, its two JSON texts unchanged', () => {
    expect(users.length).toBe(12);
    for (const exported of objects(document.users)) {
      const own = credentials.filter((credential) => credential.userId === exported.id);
      const found = own.map((credential) => toCredentialRepresentation(credential, { secret: true }));
      expect(found).toEqual(exported.credentials);
    }
    expect(
      new Set(
        credentials.map(
          (credential) =>
            `${credential.type} ${String(credential.credentialData.algorithm)} ${String(credential.credentialData.hashIterations)}`,
        ),
      ),
    ).toEqual(
      new Set([
        'password argon2 5',
        'password pbkdf2-sha512 210000',
        'password pbkdf2-sha256 600000',
        'password pbkdf2 1300000',
        'password pbkdf2-sha256 27500',
        'password pbkdf2-sha512 1000',
        'otp HmacSHA1 undefined',
      ]),
    );
    expect(plan.passwordsToHash).toEqual([]);
  });

  it('resolves roles by name, groups by path and service accounts by client', () => {
    const alice = user('alice');
    expect(roleNames(alice?.roles)).toEqual(['approver', 'default-roles-acme', 'orders:write']);
    expect(alice?.groups.map((id) => snapshot.groupPath(id)).sort()).toEqual(['/Contractors', '/Head Office/Finance/Payroll']);
    expect(alice?.attributes).toEqual({ locale: ['de'], department: ['Engineering', 'Research'], employeeNumber: ['E1001'] });
    const director = snapshot.configuration.roles.find((role) => role.name === 'director');
    expect(roleNames(snapshot.expandRole(director?.id ?? '').map((role) => role.id))).toEqual([
      'approver',
      'director',
      'orders:admin',
      'orders:read',
      'orders:write',
      'staff',
    ]);
    expect(director?.attributes).toEqual({ grade: ['9'] });
    const api = clients.find((client) => client.clientId === 'acme-api');
    expect(
      users.filter((other) => other.serviceAccountClient !== null).map((other) => [other.username, other.serviceAccountClient]),
    ).toEqual([['service-account-acme-api', api?.id]]);
    const finance = snapshot.configuration.groups.find((group) => group.name === 'Finance');
    expect([finance?.attributes, roleNames(finance?.roles)]).toEqual([{ costCenter: ['4711', '4712'] }, ['orders:read']]);
    expect(snapshot.realm.defaultGroups.map((id) => snapshot.groupPath(id))).toEqual(['/Contractors']);
  });

  it('keeps flows, their configurations and the overrides of clients', () => {
    const exported = objects(document.authenticationFlows);
    expect(snapshot.configuration.flows.length).toBe(exported.length);
    for (const flow of exported) {
      const own = snapshot.flowByAlias(flow.alias as string);
      if (own === null) throw new Error(`${String(flow.alias)} is missing`);
      expect(toFlowRepresentation(snapshot, own)).toEqual(flow);
    }
    const reports = clients.find((client) => client.clientId === 'acme-reports') ?? null;
    expect(snapshot.boundFlow('browser', reports)?.alias).toBe('acme browser');
    expect(snapshot.boundFlow('direct_grant', reports)?.alias).toBe('acme direct grant');
    expect(roleNames(reports?.scopeMappings)).toEqual(['orders:read', 'staff']);
  });

  it('represents realm and clients as they were exported', () => {
    const shown = toRealmRepresentation(snapshot, { maskSecrets: false });
    for (const [key, value] of Object.entries(shown)) expect([key, value]).toEqual([key, document[key]]);
    expect(shown.attributes).toMatchObject({ custom: 'kept', 'actionTokenGeneratedByUserLifespan.reset-credentials': '1200' });
    expect(snapshot.realm.localizationTexts).toEqual(document.localizationTexts);
    const set = (client: Representation) => ({
      ...client,
      defaultClientScopes: [...(client.defaultClientScopes as string[])].sort(),
      optionalClientScopes: [...(client.optionalClientScopes as string[])].sort(),
    });
    for (const exported of objects(document.clients)) {
      const own = clients.find((client) => client.clientId === exported.clientId);
      if (own === undefined) throw new Error(`${String(exported.clientId)} is missing`);
      expect(set(toClientRepresentation(own))).toEqual(set(exported));
    }
  });

  it('keeps the private parts of keys, so that old tokens stay good', () => {
    expect(needsKeys(document)).toBe(false);
    const exported = objects((document.components as Record<string, unknown>)['org.keycloak.keys.KeyProvider']);
    for (const key of exported) {
      const own = snapshot.configuration.components.find((component) => component.id === key.id);
      expect(own?.config).toEqual(key.config);
      expect(own?.parentId).toBe(plan.realmId);
    }
  });

  it('reports what works otherwise and nothing that is unclear', () => {
    expect(plan.report.map((line) => `${line.level} ${line.path}`).sort()).toEqual([
      'info attributes[custom]',
      'info authenticationFlows[Browser - Conditional Organization].organization',
      'info authenticationFlows[acme browser Browser - Conditional Organization].organization',
      'info authenticationFlows[acme browser].identity-provider-redirector',
      'info authenticationFlows[browser].identity-provider-redirector',
      'warning identityProviders[partner]',
    ]);
  });
});

describe('importing realm golden', () => {
  const document = fixture('golden/golden-realm.json');
  const plan = planRealmImport(document, importInput());
  const { snapshot, clients, users, credentials } = snapshotOf(plan);
  const roleNames = (ids: readonly string[] | undefined) => (ids ?? []).map((id) => snapshot.role(id)?.name).sort();

  it('adds the clients, roles, scopes and flows that every realm has', () => {
    const clientIds = clients.map((client) => client.clientId);
    expect(clientIds).toEqual(
      expect.arrayContaining([
        'account',
        'account-console',
        'admin-cli',
        'broker',
        'realm-management',
        'security-admin-console',
        'web',
        'bearer',
      ]),
    );
    const realmRoles = snapshot.configuration.roles.filter((role) => !role.clientRole).map((role) => role.name);
    expect(realmRoles.sort()).toEqual(['default-roles-golden', 'employee', 'manager', 'offline_access', 'uma_authorization']);
    expect(snapshot.role(snapshot.realm.defaultRoleId)?.name).toBe('default-roles-golden');
    expect(snapshot.configuration.components.map((component) => component.providerId)).toEqual(
      expect.arrayContaining(['rsa-generated', 'hmac-generated', 'aes-generated', 'declarative-user-profile', 'trusted-hosts']),
    );
    expect(snapshot.configuration.components.every((component) => component.parentId === plan.realmId)).toBe(true);
  });

  it('gives a client what its representation leaves out', () => {
    const bearer = clients.find((client) => client.clientId === 'bearer');
    expect(bearer).toMatchObject({
      bearerOnly: true,
      directAccessGrantsEnabled: false,
      standardFlowEnabled: true,
      fullScopeAllowed: true,
      attributes: { realm_client: 'false' },
    });
    expect(bearer?.secret).toBeUndefined();
    const web = clients.find((client) => client.clientId === 'web');
    expect([...(web?.defaultClientScopes ?? [])].sort()).toEqual(['acr', 'basic', 'email', 'profile', 'roles', 'web-origins']);
    // Its service account comes with the document, and Keycloak attaches the scope only when it makes the account itself (recorded).
    expect(clients.find((client) => client.clientId === 'svc')?.defaultClientScopes).not.toContain('service_account');
  });

  it('leaves clear passwords to be hashed and keeps the rest of the credentials', () => {
    expect(plan.passwordsToHash.length).toBe(12);
    const bob = users.find((user) => user.username === 'bob');
    expect(plan.passwordsToHash.find((password) => password.credential.userId === bob?.id)).toMatchObject({
      value: 'bob-pw',
      credential: { type: 'password', priority: 10 },
    });
    expect(credentials).toEqual([
      expect.objectContaining({ type: 'otp', userId: bob?.id, secretData: { value: 'goldenbobsecret12345' }, priority: 20 }),
    ]);
    expect(users.find((user) => user.username === 'erin')?.requiredActions).toEqual([]);
  });

  it('maps roles of clients that were added', () => {
    const viewer = users.find((user) => user.username === 'viewer');
    expect(roleNames(viewer?.roles)).toEqual(['default-roles-golden', 'view-users']);
    expect(roleNames(snapshot.effectiveRoles(viewer ?? { roles: [], groups: [] }).map((role) => role.id))).toEqual(
      expect.arrayContaining(['query-users', 'query-groups']),
    );
    expect(roleNames(users.find((user) => user.serviceAccountClient !== null)?.roles)).toEqual(['default-roles-golden', 'employee']);
  });

  it('warns that passwords can be guessed without a limit', () => {
    expect(plan.report).toContainEqual(expect.objectContaining({ level: 'warning', path: 'bruteForceProtected' }));
    expect(snapshot.realm.bruteForceProtected).toBe(false);
  });
});

/** Keycloak's importer would put an environment variable here. */
const PLACEHOLDER = ['$', '{NAME:x}'].join('');

describe('an import', () => {
  const plan = (extra: Representation) => planRealmImport({ realm: 'small', enabled: true, ...extra }, importInput());
  const lines = (extra: Representation) => plan(extra).report.map((line) => `${line.level} ${line.path}: ${line.message}`);

  it('keeps keys it does not know, says so, and does not expand placeholders', () => {
    const { snapshot } = snapshotOf(plan({ futureSwitch: { a: 1 }, displayName: PLACEHOLDER }));
    expect([snapshot.realm.futureSwitch, snapshot.realm.displayName]).toEqual([{ a: 1 }, PLACEHOLDER]);
    expect(lines({ futureSwitch: 1 })).toContain('info futureSwitch: is not known here and is kept as it is');
  });

  it('gives users without roles none, and a service account without a user the default role', () => {
    const { users, snapshot } = snapshotOf(
      plan({ users: [{ username: 'Zoe' }], clients: [{ clientId: 'job', serviceAccountsEnabled: true }] }),
    );
    expect(users.map((user) => [user.username, user.roles])).toEqual([
      ['zoe', []],
      ['service-account-job', [snapshot.realm.defaultRoleId]],
    ]);
  });

  it('reports roles, groups and scopes that do not exist and leaves them out', () => {
    const reported = lines({
      users: [{ username: 'zoe', realmRoles: ['ghost'], groups: ['/nowhere'] }],
      clients: [{ clientId: 'c', defaultClientScopes: ['none'] }],
    });
    expect(reported.filter((line) => line.startsWith('warning users') || line.startsWith('warning clients'))).toEqual([
      'warning clients[c]: left out: there is no client scope "none"',
      'warning users[zoe]: left out: there is no role "ghost"',
      'warning users[zoe]: left out: there is no group "/nowhere"',
    ]);
  });

  it('refuses what would be unsafe to guess: unknown flows in bindings, overrides and sub-flows', () => {
    const invalid = expect.objectContaining({ code: 'invalid_input' });
    expect(() => plan({ browserFlow: 'mine' })).toThrow(invalid);
    expect(() => plan({ clients: [{ clientId: 'c', authenticationFlowBindingOverrides: { browser: 'no-such-id' } }] })).toThrow(invalid);
    const flow = { alias: 'browser', topLevel: true, authenticationExecutions: [{ flowAlias: 'lost', requirement: 'REQUIRED' }] };
    expect(() => plan({ authenticationFlows: [flow] })).toThrow(invalid);
  });

  it('refuses a document without a usable name and fields of the wrong type', () => {
    const invalid = expect.objectContaining({ code: 'invalid_input' });
    for (const realm of [undefined, '', 'a/b', 'a b', 'x'.repeat(256)]) expect(() => plan({ realm })).toThrow(invalid);
    for (const extra of [
      { users: 'all' },
      { accessTokenLifespan: 'soon' },
      { enabled: 3 },
      { clients: [{ redirectUris: 'x' }] },
      { users: [{ username: 'z', credentials: [{ secretData: '{' }] }] },
    ]) {
      expect(() => plan(extra)).toThrow(invalid);
    }
  });

  it('reports an enabled step that the server does not have, by what will happen', () => {
    const flow = (requirement: string) => [
      { alias: 'browser', topLevel: true, authenticationExecutions: [{ authenticator: 'acme-palm-reader', requirement, priority: 1 }] },
    ];
    expect(lines({ authenticationFlows: flow('REQUIRED') })).toContain(
      'warning authenticationFlows[browser].acme-palm-reader: is not available here: a login that comes to it is refused',
    );
    expect(lines({ authenticationFlows: flow('ALTERNATIVE') })).toContain(
      'info authenticationFlows[browser].acme-palm-reader: is not available here and counts as attempted',
    );
    expect(lines({ authenticationFlows: flow('DISABLED') }).filter((line) => line.includes('palm'))).toEqual([]);
  });

  it('makes new secrets and keys where a partial export masks them, and says so', () => {
    const masked = plan({
      clients: [{ clientId: 'c', secret: '**********' }],
      components: { 'org.keycloak.keys.KeyProvider': [{ name: 'rsa', providerId: 'rsa-generated', config: { priority: ['7'] } }] },
    });
    const { clients, snapshot } = snapshotOf(masked);
    expect(clients.find((client) => client.clientId === 'c')?.secret).toMatch(/^token-/);
    const keys = snapshot.configuration.components.filter((component) => component.providerType === 'org.keycloak.keys.KeyProvider');
    expect(keys.map((key) => [key.name, key.config.privateKey ?? key.config.secret])).toEqual([
      ['rsa', ['new-rsa']],
      ['hmac-generated-hs512', ['new-hmac']],
      ['aes-generated', ['new-aes']],
    ]);
    expect(masked.report.filter((line) => line.level === 'warning').length).toBe(3);
  });

  it('reads credentials as they were exported before version 8, and default roles from before version 13', () => {
    const old = plan({
      defaultRoles: ['offline_access', 'clerk'],
      roles: { realm: [{ name: 'clerk' }] },
      users: [
        {
          username: 'zoe',
          credentials: [{ type: 'password', hashedSaltedValue: 'aGFzaA==', salt: 'c2FsdA==', hashIterations: 20000, algorithm: 'pbkdf2' }],
        },
      ],
    });
    const { credentials, snapshot } = snapshotOf(old);
    expect(credentials[0]).toMatchObject({
      secretData: { value: 'aGFzaA==', salt: 'c2FsdA==' },
      credentialData: { hashIterations: 20000, algorithm: 'pbkdf2' },
    });
    const defaults = snapshot.role(snapshot.realm.defaultRoleId)?.composites.map((id) => snapshot.role(id)?.name);
    expect(defaults).toEqual(expect.arrayContaining(['offline_access', 'clerk']));
  });

  it('keeps nested components, sub-groups with slashes and names that are no plain keys', () => {
    const { snapshot, users } = snapshotOf(
      plan({
        components: {
          'org.keycloak.storage.UserStorageProvider': [
            {
              name: 'ldap',
              providerId: 'ldap',
              subComponents: { 'org.keycloak.storage.ldap.mappers.LDAPStorageMapper': [{ name: 'mail', providerId: 'x' }] },
            },
          ],
        },
        groups: [{ name: 'a/b', subGroups: [{ name: 'c' }] }],
        users: [{ username: 'zoe', groups: ['/a~/b/c'], attributes: JSON.parse('{"__proto__": ["x"]}') }],
      }),
    );
    const ldap = snapshot.configuration.components.find((component) => component.name === 'ldap');
    expect(snapshot.configuration.components.find((component) => component.name === 'mail')?.parentId).toBe(ldap?.id);
    expect(users[0]?.groups).toEqual([snapshot.configuration.groups.find((group) => group.name === 'c')?.id]);
    expect(Object.keys(users[0]?.attributes ?? {})).toEqual(['__proto__']);
  });
});
