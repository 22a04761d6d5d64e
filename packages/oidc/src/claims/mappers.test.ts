import type { Client, ProtocolMapper, User } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acmeRealm } from '../test-rig/acme-realm.ts';
import { claimPlan, type MappedClaims } from './claim-plan.ts';
import type { ClaimSource } from './claim-source.ts';
import type { ClaimTarget } from './claim-target.ts';

const acme = acmeRealm();
const EVERYWHERE = {
  'access.token.claim': 'true',
  'id.token.claim': 'true',
  'userinfo.token.claim': 'true',
  'introspection.token.claim': 'true',
  'lightweight.claim': 'true',
};

const mapper = (protocolMapper: string, config: Record<string, string>): ProtocolMapper => ({
  id: protocolMapper,
  name: protocolMapper,
  protocol: 'openid-connect',
  protocolMapper,
  config,
});

interface Run {
  readonly target?: ClaimTarget;
  readonly user?: Partial<User>;
  readonly client?: Partial<Client>;
  readonly source?: Partial<ClaimSource>;
  readonly as?: string;
}

/** Runs mappers alone, without any client scope. */
function run(mappers: readonly ProtocolMapper[], { target = 'access', user, client, source, as = 'alice' }: Run = {}): MappedClaims {
  const ofClient: Client = { ...acme.clients.get('acme-api')!, ...client, protocolMappers: mappers };
  const plan = claimPlan(acme.snapshot, ofClient, []);
  return plan.run(target, {
    realm: acme.snapshot,
    client: ofClient,
    user: { ...acme.users.get(as)!, ...user },
    notes: {},
    acr: '1',
    amr: ['pwd', 'otp'],
    sid: 's1',
    nonce: 'n1',
    baseUrl: 'http://localhost:8080',
    ...source,
  });
}

const attribute = (config: Record<string, string>) =>
  mapper('oidc-usermodel-attribute-mapper', { ...EVERYWHERE, 'claim.name': 'x', ...config });

describe('user attribute', () => {
  test('gives the first value, or all of them when it is multivalued', () => {
    expect(run([attribute({ 'user.attribute': 'department' })]).claims).toEqual({ x: 'Engineering' });
    expect(run([attribute({ 'user.attribute': 'department', multivalued: 'true' })]).claims).toEqual({ x: ['Engineering', 'Research'] });
    expect(run([attribute({ 'user.attribute': 'username' })]).claims).toEqual({ x: 'alice' });
    expect(run([attribute({ 'user.attribute': 'nothing' })]).claims).toEqual({});
    expect(run([attribute({ 'user.attribute': 'toString' })]).claims).toEqual({});
  });

  test('is inherited from groups and their parents, or taken from all of them together', () => {
    expect(run([attribute({ 'user.attribute': 'costCenter' })]).claims).toEqual({ x: '4711' });
    expect(run([attribute({ 'user.attribute': 'city' })]).claims).toEqual({ x: 'Berlin' });
    const own = { attributes: { costCenter: ['1'] } };
    expect(run([attribute({ 'user.attribute': 'costCenter', multivalued: 'true' })], { user: own }).claims).toEqual({ x: ['1'] });
    expect(
      run([attribute({ 'user.attribute': 'costCenter', multivalued: 'true', 'aggregate.attrs': 'true' })], { user: own }).claims,
    ).toEqual({ x: ['1', '4711', '4712'] });
  });

  test('is converted to its type, or left out when it cannot be', () => {
    const typed = (type: string, value: string) =>
      run([attribute({ 'user.attribute': 'a', 'jsonType.label': type })], { user: { attributes: { a: [value] } } }).claims;
    expect(typed('int', '42')).toEqual({ x: 42 });
    expect(typed('long', '-7')).toEqual({ x: -7 });
    expect(typed('boolean', 'TRUE')).toEqual({ x: true });
    expect(typed('boolean', 'yes')).toEqual({ x: false });
    expect(typed('JSON', '{"a":[1]}')).toEqual({ x: { a: [1] } });
    expect(typed('String', '42')).toEqual({ x: '42' });
    for (const [type, value] of [
      ['int', 'x'],
      ['long', '1.5'],
      ['JSON', '{'],
    ] as const)
      expect(typed(type, value)).toEqual({});
  });

  test('nests at dots, keeps escaped ones, and merges lists of several mappers', () => {
    expect(
      run([
        attribute({ 'user.attribute': 'username', 'claim.name': 'a.b.c' }),
        attribute({ 'user.attribute': 'email', 'claim.name': 'a.d' }),
      ]).claims,
    ).toEqual({
      a: { b: { c: 'alice' }, d: 'alice@acme.test' },
    });
    expect(run([attribute({ 'user.attribute': 'username', 'claim.name': 'https://acme\\.test/u' })]).claims).toEqual({
      'https://acme.test/u': 'alice',
    });
    const list = { multivalued: 'true' };
    expect(
      run([attribute({ 'user.attribute': 'department', ...list }), attribute({ 'user.attribute': 'username', ...list })]).claims,
    ).toEqual({ x: ['Engineering', 'Research', 'alice'] });
    expect(
      run([attribute({ 'user.attribute': 'username' }), attribute({ 'user.attribute': 'email', 'claim.name': 'x.y' })]).claims,
    ).toEqual({ x: 'alice' });
  });
});

describe('targets', () => {
  test('each is its own switch, with the fall-backs of older configurations', () => {
    const at = (config: Record<string, string>, target: ClaimTarget) =>
      Object.keys(
        run([mapper('oidc-usermodel-attribute-mapper', { 'claim.name': 'x', 'user.attribute': 'username', ...config })], { target }).claims,
      ).length === 1;
    for (const target of ['access', 'id', 'userinfo', 'introspection', 'lightweight'] as const) expect(at({}, target)).toBe(false);
    expect(at({ 'access.token.claim': 'true' }, 'introspection')).toBe(true);
    expect(at({ 'access.token.claim': 'true', 'introspection.token.claim': 'false' }, 'introspection')).toBe(false);
    expect(at({ 'id.token.claim': 'true' }, 'userinfo')).toBe(true);
    expect(at({ 'id.token.claim': 'true', 'userinfo.token.claim': 'false' }, 'userinfo')).toBe(false);
    expect(at({ 'access.token.claim': 'true' }, 'lightweight')).toBe(false);
    expect(at({ 'lightweight.claim': 'true' }, 'lightweight')).toBe(true);
  });

  test('authentication facts and audiences never reach userinfo', () => {
    const all = [
      'oidc-acr-mapper',
      'oidc-amr-mapper',
      'oidc-session-state-mapper',
      'oidc-sub-mapper',
      'oidc-nonce-backwards-compatible-mapper',
      'oidc-allowed-origins-mapper',
    ];
    expect(
      run(
        all.map((id) => mapper(id, EVERYWHERE)),
        { target: 'userinfo' },
      ).claims,
    ).toEqual({});
    expect(run(all.map((id) => mapper(id, EVERYWHERE))).claims).toMatchObject({
      acr: '1',
      amr: ['pwd', 'otp'],
      session_state: 's1',
      nonce: 'n1',
      sub: acme.users.get('alice')!.id,
      'allowed-origins': ['http://localhost:9999'],
    });
  });
});

describe('reserved claims', () => {
  const reserved = [
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'typ',
    'azp',
    'sid',
    'session_state',
    'scope',
    'nonce',
    'acr',
    'at_hash',
    'c_hash',
    's_hash',
    'cnf',
    'act',
    'active',
    'token_type',
    'sub.x',
    '.sub',
    '__proto__.x',
    'a.__proto__.b',
  ];
  const kinds = [
    ['oidc-hardcoded-claim-mapper', { 'claim.value': 'evil' }],
    ['oidc-usermodel-attribute-mapper', { 'user.attribute': 'username' }],
    ['oidc-usermodel-property-mapper', { 'user.attribute': 'username' }],
    ['oidc-usersessionmodel-note-mapper', { 'user.session.note': 'n' }],
    ['oidc-group-membership-mapper', {}],
    ['oidc-usermodel-realm-role-mapper', { multivalued: 'true' }],
    ['oidc-usermodel-client-role-mapper', { multivalued: 'true' }],
  ] as const;

  test('are out of reach of every mapper that has a claim name', () => {
    for (const name of reserved)
      for (const [id, config] of kinds)
        expect([
          name,
          id,
          run([mapper(id, { ...EVERYWHERE, ...config, 'claim.name': name })], { source: { notes: { n: 'v' } } }).claims,
        ]).toEqual([name, id, {}]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('stay so for any way to write them', () => {
    const name = fc.string({
      unit: fc.constantFrom('sub', 'aud', 'iss', '.', '\\', 'x', '__proto__', 'constructor', 'prototype'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(name, (claim) => {
        const { claims } = run([mapper('oidc-hardcoded-claim-mapper', { ...EVERYWHERE, 'claim.value': 'evil', 'claim.name': claim })]);
        for (const taken of ['sub', 'aud', 'iss']) expect(Object.hasOwn(claims, taken)).toBe(false);
        expect(({} as Record<string, unknown>).x).toBeUndefined();
      }),
    );
  });
});

describe('roles', () => {
  const realmRoles = mapper('oidc-usermodel-realm-role-mapper', { ...EVERYWHERE, 'claim.name': 'realm_access.roles', multivalued: 'true' });
  const clientRoles = mapper('oidc-usermodel-client-role-mapper', {
    ...EVERYWHERE,
    'claim.name': `resource_access.$${'{client_id}'}.roles`,
    multivalued: 'true',
  });
  type Access = { realm_access: { roles: string[] }; resource_access: Record<string, { roles: string[] }> };
  const roles = (mappers: readonly ProtocolMapper[], options: Run = {}) =>
    run([...mappers, realmRoles, clientRoles], options).claims as unknown as Access;

  test('come from the user, its groups and composites', () => {
    expect(roles([], { as: 'carol' }).realm_access.roles).toEqual(expect.arrayContaining(['director', 'staff', 'approver']));
    expect(roles([], { as: 'carol' }).resource_access['acme-api']!.roles.sort()).toEqual(['orders:admin', 'orders:read', 'orders:write']);
    expect(roles([], { as: 'bob' }).realm_access.roles).toContain('staff');
  });

  test('may have a prefix, and be of one client only', () => {
    const prefixed = mapper('oidc-usermodel-realm-role-mapper', {
      ...EVERYWHERE,
      'claim.name': 'r',
      multivalued: 'true',
      'usermodel.realmRoleMapping.rolePrefix': 'R_',
    });
    expect(run([prefixed], { as: 'bob' }).claims.r).toEqual(expect.arrayContaining(['R_staff']));
    const one = mapper('oidc-usermodel-client-role-mapper', {
      ...EVERYWHERE,
      'claim.name': 'c',
      multivalued: 'true',
      'usermodel.clientRoleMapping.clientId': 'acme-api',
      'usermodel.clientRoleMapping.rolePrefix': 'C_',
    });
    expect((run([one], { as: 'bob' }).claims.c as string[]).sort()).toEqual(['C_orders:read']);
  });

  test('without full scope are those the client may have', () => {
    const { realm_access, resource_access } = roles([], { as: 'carol', client: acme.clients.get('acme-reports')! });
    expect(realm_access.roles).toEqual(['staff']);
    expect(resource_access).toEqual({ 'acme-api': { roles: ['orders:read'] } });
  });

  test('can be renamed, moved and added, before anything reads them', () => {
    const rename = mapper('oidc-role-name-mapper', { role: 'staff', 'new.role.name': 'acme-spa.worker' });
    const add = mapper('oidc-hardcoded-role-mapper', { role: 'acme-reports.reader' });
    const resolve = mapper('oidc-audience-resolve-mapper', {});
    const missing = mapper('oidc-role-name-mapper', { role: 'nobody-has-this', 'new.role.name': 'king' });
    const { claims, audience } = run([realmRoles, clientRoles, resolve, missing, add, rename], { as: 'bob' });
    const access = claims as unknown as Access;
    expect(access.realm_access.roles).not.toContain('staff');
    expect(access.realm_access.roles).not.toContain('king');
    expect(access.resource_access['acme-spa']).toEqual({ roles: ['worker'] });
    expect([...audience].sort()).toEqual(['account', 'acme-reports', 'acme-spa']);
    expect(roles([], { as: 'bob' }).realm_access.roles).toContain('staff');
  });
});

describe('other mappers', () => {
  test('properties, full name and address', () => {
    const property = (name: string, type: string) =>
      mapper('oidc-usermodel-property-mapper', { ...EVERYWHERE, 'claim.name': 'p', 'user.attribute': name, 'jsonType.label': type });
    expect(run([property('emailVerified', 'boolean')]).claims).toEqual({ p: true });
    expect(run([property('emailVerified', 'String')]).claims).toEqual({ p: 'true' });
    expect(run([property('secret', 'String')]).claims).toEqual({});
    const name = mapper('oidc-full-name-mapper', EVERYWHERE);
    expect(run([name]).claims).toEqual({ name: 'Alice Acme' });
    expect(run([name], { user: { lastName: null } }).claims).toEqual({ name: 'Alice' });
    expect(run([name], { user: { firstName: null, lastName: null } }).claims).toEqual({});
    const address = mapper('oidc-address-mapper', { ...EVERYWHERE, 'user.attribute.street': 'road' });
    expect(run([address]).claims).toEqual({});
    expect(run([address], { user: { attributes: { road: ['1 Main St'], country: ['DE'], street: ['no'] } } }).claims).toEqual({
      address: { street_address: '1 Main St', country: 'DE' },
    });
  });

  test('notes, hardcoded claims, groups and audiences', () => {
    const note = mapper('oidc-usersessionmodel-note-mapper', {
      ...EVERYWHERE,
      'claim.name': 'auth_time',
      'user.session.note': 'AUTH_TIME',
      'jsonType.label': 'long',
    });
    expect(run([note], { source: { notes: { AUTH_TIME: '1700000000' } } }).claims).toEqual({ auth_time: 1_700_000_000 });
    expect(run([note]).claims).toEqual({});
    expect(
      run([
        mapper('oidc-hardcoded-claim-mapper', { ...EVERYWHERE, 'claim.name': 'tenant.id', 'claim.value': '42', 'jsonType.label': 'int' }),
      ]).claims,
    ).toEqual({ tenant: { id: 42 } });
    const groups = (full: string) => mapper('oidc-group-membership-mapper', { ...EVERYWHERE, 'claim.name': 'groups', 'full.path': full });
    expect(run([groups('true')]).claims).toEqual({ groups: ['/Contractors', '/Head Office/Finance/Payroll'] });
    expect(run([groups('false')]).claims).toEqual({ groups: ['Contractors', 'Payroll'] });
    expect(run([groups('true')], { user: { groups: [] } }).claims).toEqual({});
    const audience = (config: Record<string, string>) => run([mapper('oidc-audience-mapper', { ...EVERYWHERE, ...config })]).audience;
    expect(audience({ 'included.client.audience': 'a', 'included.custom.audience': 'b' })).toEqual(['a']);
    expect(audience({ 'included.custom.audience': 'b' })).toEqual(['b']);
    expect(audience({})).toEqual([]);
  });

  test('a kind that is not known, or a configuration that says nothing, gives nothing and breaks nothing', () => {
    const kinds = [
      'oidc-organization-membership-mapper',
      'oidc-claims-param-token-mapper',
      'oidc-script-based-protocol-mapper',
      'oidc-usermodel-attribute-mapper',
      'oidc-usermodel-property-mapper',
      'oidc-hardcoded-role-mapper',
      'oidc-role-name-mapper',
      'oidc-group-membership-mapper',
      'oidc-hardcoded-claim-mapper',
      'oidc-usersessionmodel-note-mapper',
    ];
    expect(run(kinds.map((id) => mapper(id, EVERYWHERE)))).toEqual({ claims: {}, audience: [] });
  });
});
