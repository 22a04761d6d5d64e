import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asUser } from './test-rig/as-user.ts';
import { openRig, type Rig } from './test-rig/open-rig.ts';

/** Nobody may become more than he is: every write that hands out roles, tried by who does not hold them. */
describe('privilege escalation', () => {
  let rig: Rig;
  const ids: Record<string, string> = {};
  const paths = (path: string) => `/admin/realms/acme${path}`;
  const as = async (username: string) => asUser(rig, await rig.token('acme', username));

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({ realm: 'master', enabled: true });
    await rig.importer.import({
      realm: 'acme',
      enabled: true,
      groups: [{ name: 'admins', clientRoles: { 'realm-management': ['realm-admin'] } }, { name: 'staff' }],
      clients: [{ clientId: 'shop' }],
      users: ['manage-users', 'manage-realm', 'manage-clients'].map((role) => ({
        username: role,
        enabled: true,
        clientRoles: { 'realm-management': [role] },
      })),
    });
    const realm = (await rig.realms.byName('acme'))!;
    const management = (await rig.realms.client(realm, 'realm-management'))!;
    ids.management = management.id;
    for (const role of realm.configuration.roles) if (role.containerId === management.id) ids[role.name] = role.id;
    for (const group of realm.configuration.groups) ids[group.name] = group.id;
    for (const name of ['manage-users', 'manage-realm', 'manage-clients'])
      ids[`user ${name}`] = (await rig.directory.users.findByUsername(realm.id, name))!.id;
    ids.defaultRole = realm.realm.defaultRoleId;
  });
  afterAll(() => rig.close());

  it('a manager of users cannot map an admin role to himself, by user or group', async () => {
    const call = await as('manage-users');
    const role = [{ id: ids['realm-admin'], name: 'realm-admin' }];
    const self = ids['user manage-users'];
    expect((await call('POST', paths(`/users/${self}/role-mappings/clients/${ids.management}`), role)).status).toBe(403);
    expect((await call('POST', paths(`/groups/${ids.staff}/role-mappings/clients/${ids.management}`), role)).status).toBe(403);
    expect((await call('PUT', paths(`/users/${self}/groups/${ids.admins}`), {})).status).toBe(403);
    expect((await call('POST', paths('/users'), { username: 'puppet', groups: ['/admins'] })).status).toBe(403);
    expect((await call('POST', paths(`/groups/${ids.admins}/children`), { id: ids.staff, name: 'staff' })).status).toBe(403);
  });

  it('may map the roles that he holds', async () => {
    const call = await as('manage-users');
    const answer = await call('POST', paths(`/users/${ids['user manage-realm']}/role-mappings/clients/${ids.management}`), [
      { id: ids['manage-users'], name: 'manage-users' },
    ]);
    expect(answer.status).toBe(204);
    await call('DELETE', paths(`/users/${ids['user manage-realm']}/role-mappings/clients/${ids.management}`), [
      { id: ids['manage-users'], name: 'manage-users' },
    ]);
  });

  it('a manager of the realm cannot put an admin role into another role or a default group', async () => {
    const call = await as('manage-realm');
    const role = [{ id: ids['realm-admin'], name: 'realm-admin' }];
    expect((await call('POST', paths('/roles/default-roles-acme/composites'), role)).status).toBe(403);
    expect((await call('POST', paths(`/roles-by-id/${ids.defaultRole}/composites`), role)).status).toBe(403);
    expect(
      (await call('POST', paths('/roles'), { name: 'sly', composites: { client: { 'realm-management': ['realm-admin'] } } })).status,
    ).toBe(403);
    expect((await call('PUT', paths(`/default-groups/${ids.admins}`))).status).toBe(403);
  });

  it('a manager of clients cannot rename or replace what permissions are looked up by', async () => {
    const call = await as('manage-clients');
    expect((await call('PUT', paths(`/clients/${ids.management}`), { clientId: 'elsewhere' })).status).toBe(403);
    expect((await call('DELETE', paths(`/clients/${ids.management}`))).status).toBe(403);
    expect((await call('PUT', paths(`/clients/${ids.management}/roles/query-users`), { name: 'realm-admin-2' })).status).toBe(403);
    expect((await call('POST', paths(`/clients/${ids.management}/roles`), { name: 'extra' })).status).toBe(403);
    expect((await call('DELETE', paths(`/roles-by-id/${ids['manage-users']}`))).status).toBe(403);
    const shop = (await call('GET', paths('/clients?clientId=shop'))).json as readonly { readonly id: string }[];
    expect((await call('PUT', paths(`/clients/${shop[0]?.id}`), { clientId: 'realm-management' })).status).toBe(403);
    expect(
      (
        await call('POST', paths(`/clients/${shop[0]?.id}/roles`), {
          name: 'own',
          composites: { client: { 'realm-management': ['realm-admin'] } },
        })
      ).status,
    ).toBe(403);
  });

  it('does not find things of another realm under this one', async () => {
    await rig.importer.import({
      realm: 'other',
      enabled: true,
      groups: [{ name: 'g' }],
      users: [{ username: 'u', enabled: true }],
      clients: [{ clientId: 'c' }],
    });
    const other = (await rig.realms.byName('other'))!;
    const user = (await rig.directory.users.findByUsername(other.id, 'u'))!;
    const client = (await rig.realms.client(other, 'c'))!;
    await rig.importer.import({
      realm: 'third',
      enabled: true,
      users: [{ username: 'boss', enabled: true, clientRoles: { 'realm-management': ['realm-admin'] } }],
    });
    const call = asUser(rig, await rig.token('third', 'boss'));
    const root = '/admin/realms/third';
    for (const path of [
      `/users/${user.id}`,
      `/users/${user.id}/credentials`,
      `/users/${user.id}/role-mappings`,
      `/clients/${client.id}`,
      `/clients/${client.id}/client-secret`,
      `/groups/${other.configuration.groups[0]?.id}`,
      `/roles-by-id/${other.realm.defaultRoleId}`,
      `/client-scopes/${other.configuration.clientScopes[0]?.id}`,
      `/components/${other.configuration.components[0]?.id ?? 'none'}`,
      `/authentication/flows/${other.configuration.flows[0]?.id}`,
    ]) {
      expect([path, (await call('GET', `${root}${path}`)).status]).toEqual([path, 404]);
    }
  });
});
