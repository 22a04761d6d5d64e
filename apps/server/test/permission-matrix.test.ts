import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_ROLES, type Permission, type Route } from '@anteroom/admin-api';
import { baseUrl } from '@anteroom/http';
import { createSignedTokens } from '@anteroom/oidc';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock as clock } from '../src/system.ts';
import { urlsBelow } from '../src/urls.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

/** What may do what, route by route: a change of a permission, or a route without one, is a change of this file. */
const TABLE = JSON.parse(readFileSync(join(import.meta.dirname, 'permission-table.json'), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;

const PASSWORD = 'matrix-pw';
const NOWHERE = '00000000-0000-0000-0000-000000000000';
/** A probe answers instead of the handler, so that a cell changes nothing. */
const REACHED = 202;

const nameOf = (route: Route) =>
  `${route.method} ${route.scope === 'server' ? '' : route.scope === 'anteroom' ? '/anteroom/realms/:realm' : '/realms/:realm'}${route.path}`;

const permissionOf = (permission: Permission): readonly string[] =>
  permission.kind === 'any-of' ? [...permission.roles].sort() : [permission.kind];

/** What a role of `realm-management` is composed of (Keycloak). */
const CONTAINED: Readonly<Record<string, readonly string[]>> = {
  'view-users': ['query-users', 'query-groups'],
  'view-clients': ['query-clients'],
  'realm-admin': ADMIN_ROLES,
};

describe('the permission matrix', () => {
  let server: InProcessServer;
  let routes: readonly Route[] = [];
  /** From here on a probe answers instead of each handler. */
  let probing = false;
  const tokens: Record<string, string> = {};

  const realmDocument = (realm: string) => ({
    realm,
    enabled: true,
    // As long as the matrix may take.
    accessTokenLifespan: 3600,
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
    // The one that a new realm does not have.
    roles: { client: { 'realm-management': [{ name: 'hand-over-links' }] } },
    clients: [
      {
        clientId: 'transient',
        publicClient: true,
        directAccessGrantsEnabled: true,
        attributes: { 'client.session.transient.enabled': 'true' },
      },
    ],
    users: ['nobody', 'realm-admin', 'revoked', 'ended', 'disabled', ...ADMIN_ROLES].map((name) => ({
      username: name,
      enabled: true,
      email: `${name}@matrix.test`,
      firstName: 'M',
      lastName: 'M',
      credentials: [{ type: 'password', value: PASSWORD }],
      clientRoles: {
        'realm-management': name === 'nobody' ? [] : [(ADMIN_ROLES as readonly string[]).includes(name) ? name : 'realm-admin'],
      },
    })),
  });

  beforeAll(async () => {
    server = await startInProcess({
      adminRoutes: (all) => {
        routes = all;
        return all.map((route) => ({
          ...route,
          get consumes() {
            return probing ? 'none' : route.consumes;
          },
          handler: async (call) => (probing ? { status: REACHED } : route.handler(call)),
        }));
      },
    });
    await server.admin('PUT', '/master', { accessTokenLifespan: 3600 });
    for (const realm of ['matrix', 'other']) await server.admin('POST', '', realmDocument(realm));
    const tokenOf = (realm: string, username: string, client = 'admin-cli') => server.tokenOf(realm, username, PASSWORD, client);
    for (const name of ['nobody', 'realm-admin', 'revoked', 'ended', 'disabled', ...ADMIN_ROLES])
      tokens[name] = await tokenOf('matrix', name);
    tokens["another realm's administrator"] = await tokenOf('other', 'realm-admin');
    tokens['transient login'] = await tokenOf('matrix', 'realm-admin', 'transient');
    tokens.expired = await expiredCopy(tokens['realm-admin']!);
    tokens.forged = `${tokens['realm-admin']!.slice(0, -6)}AAAAAA`;
    for (const [name, client, role] of [
      ...ADMIN_ROLES.filter((role) => role !== 'hand-over-links').map((role) => [`master: ${role}`, 'matrix-realm', role] as const),
      ['master: manage-realm over another realm', 'other-realm', 'manage-realm'],
      ['master: view-realm over master', 'master-realm', 'view-realm'],
      ['master: create-realm', null, 'create-realm'],
      ['master: admin', null, 'admin'],
    ] as const)
      tokens[name] = await tokenOfMaster(name.replaceAll(/[: ]+/g, '-'), client, role);
    await end();
    probing = true;
  }, 120_000);
  afterAll(() => server.stop());

  /** Somebody of realm master with one role: of a client whose roles rule a realm, or of the realm itself. */
  async function tokenOfMaster(username: string, client: string | null, role: string): Promise<string> {
    const credentials = [{ type: 'password', value: PASSWORD }];
    const email = `${username}@matrix.test`;
    await server.admin('POST', '/master/users', { username, enabled: true, email, firstName: 'M', lastName: 'M', credentials });
    const one = async (path: string) => ((await server.admin('GET', `/master${path}`)).json as { id: string }[])[0]!.id;
    const user = await one(`/users?username=${username}&exact=true`);
    const container = client === null ? null : await one(`/clients?clientId=${client}`);
    const { json } = await server.admin('GET', `/master${container === null ? '' : `/clients/${container}`}/roles/${role}`);
    const mappings = container === null ? 'realm' : `clients/${container}`;
    await server.admin('POST', `/master/users/${user}/role-mappings/${mappings}`, [json]);
    return server.tokenOf('master', username, PASSWORD);
  }

  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

  async function expiredCopy(token: string): Promise<string> {
    const realm = (await server.core.realms.byName('matrix'))!;
    const now = Math.floor(clock.now().getTime() / 1000);
    const urls = urlsBelow(baseUrl(server.base));
    return createSignedTokens({ urls, clock }).sign(realm, 'access-token', { ...claimsOf(token), iat: now - 600, exp: now - 300 });
  }

  /** A revoked token, one whose session was ended, one whose user was disabled. */
  async function end(): Promise<void> {
    const { core, base } = server;
    const realm = (await core.realms.byName('matrix'))!;
    const body = new URLSearchParams({ client_id: 'admin-cli', token: tokens.revoked! });
    await fetch(`${base}/realms/matrix/protocol/openid-connect/revoke`, { method: 'POST', body });
    await core.sessions.end(realm, String(claimsOf(tokens.ended!).sid));
    const user = (await core.directory.users.findByUsername(realm.id, 'disabled'))!;
    await core.directory.commit(realm.id, [{ kind: 'update-user', id: user.id, patch: { enabled: false } }]);
  }

  const callers = () => ['no token', ...Object.keys(tokens)];

  /** The table's word on one cell. */
  function expected({ name, scope }: { readonly name: string; readonly scope: Route['scope'] }, caller: string): number {
    if (['no token', 'transient login', 'expired', 'forged', 'revoked', 'ended', 'disabled'].includes(caller)) return 401;
    const wanted = TABLE[name]!;
    if (wanted.includes('signed-in')) return REACHED;
    const ofMaster = caller.startsWith('master: ');
    const role = caller.replace('master: ', '');
    if (ofMaster && role === 'admin') return REACHED;
    if (wanted.includes('create-realm')) return ofMaster && role === 'create-realm' ? REACHED : 403;
    // The realm of a call without one is that of the token, and whoever rules one realm from master has no role over master.
    const isOverMaster = ofMaster && role === 'view-realm over master';
    if (scope === 'server' && ofMaster) {
      const suffices = wanted.some((one) => ['view-server', 'any-admin', 'view-realm'].includes(one));
      return isOverMaster && suffices ? REACHED : 403;
    }
    // Nobody of a realm of its own sees the installation.
    if (caller === 'nobody' || caller.startsWith('another') || isOverMaster || role.includes(' over ') || role === 'create-realm')
      return 403;
    if (wanted.includes('view-server')) return 403;
    if (wanted.includes('any-admin')) return REACHED;
    return [role, ...(CONTAINED[role] ?? [])].some((one) => wanted.includes(one)) ? REACHED : 403;
  }

  async function statusOf(route: Route, caller: string): Promise<number> {
    const path = nameOf(route)
      .split(' ')[1]!
      .replace(':realm', 'matrix')
      .replace(/[:*]\w+/g, NOWHERE);
    const token = tokens[caller];
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.base}/admin${path}`, { method: route.method, headers });
    await answer.arrayBuffer();
    return answer.status;
  }

  it('names every route of the router with its permission, and no other', () => {
    expect(Object.fromEntries(routes.map((route) => [nameOf(route), permissionOf(route.permission)]))).toEqual(TABLE);
  });

  it('B189, B190, D093, D097: every call answers every kind of token as the table says', async () => {
    const cells = routes.flatMap((route) => callers().map((caller) => ({ route, caller })));
    const wrong: string[] = [];
    const workers = Array.from({ length: 16 }, async () => {
      for (let cell = cells.pop(); cell !== undefined; cell = cells.pop()) {
        const status = await statusOf(cell.route, cell.caller);
        const name = nameOf(cell.route);
        const wanted = expected({ name, scope: cell.route.scope }, cell.caller);
        if (status !== wanted) wrong.push(`${name} by ${cell.caller}: ${status} instead of ${wanted}`);
      }
    });
    const count = cells.length;
    await Promise.all(workers);
    process.stderr.write(`permission matrix: ${routes.length} routes, ${callers().length} callers, ${count} cells\n`);
    expect(wrong).toEqual([]);
  }, 600_000);
});
