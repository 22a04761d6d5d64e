import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_ROLES } from './permissions/permission.ts';
import { asUser } from './test-rig/as-user.ts';
import { openRig, type Rig } from './test-rig/open-rig.ts';

const realmDocument = (realm: string) => ({
  realm,
  enabled: true,
  roles: { client: { 'realm-management': [{ name: 'hand-over-links' }] } },
  users: [
    ...ADMIN_ROLES.map((role) => ({ username: `has-${role}`, enabled: true, clientRoles: { 'realm-management': [role] } })),
    { username: 'nobody', enabled: true },
    { username: 'boss', enabled: true, clientRoles: { 'realm-management': ['realm-admin'] } },
  ],
});

/** Who may call what is the matrix of apps/server/test; here is what lies behind a call. */
describe('permissions', () => {
  let rig: Rig;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({ realm: 'master', enabled: true });
    await rig.importer.import(realmDocument('acme'));
    await rig.importer.import(realmDocument('other'));
    for (const name of ['nobody', 'boss', ...ADMIN_ROLES.map((role) => `has-${role}`)]) tokens.set(name, await rig.token('acme', name));
  });
  afterAll(() => rig.close());

  it('lets a master administrator into every realm, and a realm administrator not into realm creation', async () => {
    const master = await rig.realms.byName('master');
    const admin = master?.configuration.roles.find((role) => role.name === 'admin' && !role.clientRole);
    const user = { username: 'root', enabled: true };
    const asBoss = asUser(rig, tokens.get('boss')!);
    expect((await asBoss('POST', '/admin/realms', { realm: 'mine' })).status).toBe(403);
    await rig.directory.commit(master!.id, [
      {
        kind: 'create-user',
        user: {
          ...(await rig.directory.users.findByUsername((await rig.realms.byName('acme'))!.id, 'nobody'))!,
          id: 'root-id',
          username: user.username,
          roles: [admin!.id],
        },
      },
    ]);
    const asRoot = asUser(rig, await rig.token('master', 'root'));
    expect((await asRoot('GET', '/admin/realms/other/users')).status).toBe(200);
    expect((await asRoot('POST', '/admin/realms', { realm: 'mine' })).status).toBe(201);
  });

  it('tells about the server only to administrators', async () => {
    expect((await asUser(rig, tokens.get('nobody')!)('GET', '/admin/serverinfo')).status).toBe(403);
    expect((await asUser(rig, tokens.get('has-view-users')!)('GET', '/admin/serverinfo')).status).toBe(200);
    expect((await asUser(rig, tokens.get('boss')!)('GET', '/admin/serverinfo')).status).toBe(200);
  });

  it('takes roles only from the token when another client got it', async () => {
    await rig.directory.commit((await rig.realms.byName('acme'))!.id, []);
    const withoutRoles = await rig.token('acme', 'boss', 'account');
    const withRoles = await rig.token('acme', 'boss', 'account', {
      resource_access: { 'realm-management': { roles: ['realm-admin', 'view-users'] } },
    });
    const forged = await rig.token('acme', 'nobody', 'account', {
      resource_access: { 'realm-management': { roles: ['realm-admin', 'view-users'] } },
    });
    expect((await asUser(rig, withoutRoles)('GET', '/admin/realms/acme/users')).status).toBe(403);
    expect((await asUser(rig, withRoles)('GET', '/admin/realms/acme/users')).status).toBe(200);
    expect((await asUser(rig, forged)('GET', '/admin/realms/acme/users')).status).toBe(403);
  });
});
