import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asUser } from '../test-rig/as-user.ts';
import { openRig, type Rig } from '../test-rig/open-rig.ts';

type Json = Record<string, unknown>;

describe('a realm in part', () => {
  let rig: Rig;
  let root: ReturnType<typeof asUser>;
  const as = async (username: string) => asUser(rig, await rig.token('acme', username));

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({
      realm: 'acme',
      enabled: true,
      smtpServer: { host: 'mail.acme.test', password: 'mail-secret' },
      groups: [{ name: 'Staff' }],
      roles: { realm: [{ name: 'writer' }] },
      clients: [{ clientId: 'robot', secret: 'robot-secret', serviceAccountsEnabled: true }],
      users: [
        { username: 'boss', enabled: true, clientRoles: { 'realm-management': ['realm-admin'] } },
        { username: 'keeper', enabled: true, clientRoles: { 'realm-management': ['manage-realm'] } },
        { username: 'people', enabled: true, clientRoles: { 'realm-management': ['manage-realm', 'manage-users'] } },
        { username: 'ann', enabled: true, email: 'ann@acme.test' },
      ],
    });
    root = await as('boss');
  });
  afterAll(() => rig.close());

  describe('POST partial-export', () => {
    const path = '/admin/realms/acme/partial-export';

    it('gives settings alone, and with clients, groups and roles what was asked for, with service accounts and no other user', async () => {
      const bare = (await root('POST', path)).json as Json;
      expect([bare.clients, bare.roles, bare.groups, bare.users]).toEqual([undefined, undefined, undefined, undefined]);
      expect(bare).toMatchObject({ realm: 'acme', keycloakVersion: '26.7.3' });
      const whole = (await root('POST', `${path}?exportClients=true&exportGroupsAndRoles=true`)).json as Json;
      expect((whole.users as Json[]).map((user) => [user.username, user.serviceAccountClientId])).toEqual([
        ['service-account-robot', 'robot'],
      ]);
      expect((whole.groups as Json[]).map((group) => group.path)).toEqual(['/Staff']);
      expect((whole.roles as { client: Json }).client).toHaveProperty('realm-management');
    });

    it('holds no secret', async () => {
      const { text } = await root('POST', `${path}?exportClients=true&exportGroupsAndRoles=true`);
      for (const secret of ['mail-secret', 'robot-secret', 'privateKey']) expect([secret, text.includes(secret)]).toEqual([secret, false]);
    });

    it('needs to see what it gives', async () => {
      const keeper = await as('keeper');
      expect((await keeper('POST', path)).status).toBe(200);
      expect((await keeper('POST', `${path}?exportClients=true`)).status).toBe(403);
      expect((await keeper('POST', `${path}?exportGroupsAndRoles=true`)).status).toBe(403);
    });
  });

  describe('POST partialImport', () => {
    const path = '/admin/realms/acme/partialImport';
    const document = {
      clients: [{ clientId: 'shop', serviceAccountsEnabled: true }],
      roles: { realm: [{ name: 'editor', composites: { realm: ['writer'] } }], client: { shop: [{ name: 'buy' }] } },
      groups: [{ name: 'Guests', realmRoles: ['editor'], subGroups: [{ name: 'Friends' }] }],
      identityProviders: [{ alias: 'partner', providerId: 'oidc', config: { clientSecret: 'hidden' } }],
      users: [
        {
          username: 'Zoe',
          enabled: true,
          groups: ['/Guests/Friends'],
          realmRoles: ['editor'],
          credentials: [{ type: 'password', value: 'zoe' }],
        },
      ],
    };

    it('adds what is not there, each part naming the others', async () => {
      const { status, json } = await root('POST', path, { ifResourceExists: 'FAIL', ...document });
      expect([status, json]).toEqual([
        200,
        {
          overwritten: 0,
          added: 6,
          skipped: 0,
          results: ['CLIENT', 'REALM_ROLE', 'CLIENT_ROLE', 'IDP', 'GROUP', 'USER'].map((resourceType) =>
            expect.objectContaining({ action: 'ADDED', resourceType, id: expect.any(String) }),
          ),
        },
      ]);
      const realm = (await rig.realms.byName('acme'))!;
      const zoe = (await rig.directory.users.findByUsername(realm.id, 'zoe'))!;
      expect(
        realm
          .effectiveRoles(zoe)
          .map((role) => role.name)
          .sort(),
      ).toEqual(['editor', 'writer']);
      expect(zoe.groups.map((id) => realm.groupPath(id))).toEqual(['/Guests/Friends']);
      const shop = (await rig.realms.client(realm, 'shop'))!;
      expect((await rig.directory.users.findServiceAccount(realm.id, shop.id))?.username).toBe('service-account-shop');
      expect(await rig.directory.credentials.list(realm.id, zoe.id)).toHaveLength(1);
    });

    it('refuses all of it, leaves, or replaces what is there, as asked', async () => {
      const realm = (await rig.realms.byName('acme'))!;
      const before = (await rig.directory.users.findByUsername(realm.id, 'zoe'))!;
      const users = [
        { username: 'zoe', firstName: 'Zoë', enabled: true },
        { username: 'new', enabled: true },
      ];
      const failed = await root('POST', path, { ifResourceExists: 'FAIL', users });
      expect([failed.status, failed.json]).toEqual([409, { errorMessage: 'User with username zoe already exists.' }]);
      expect(await rig.directory.users.findByUsername(realm.id, 'new')).toBeNull();
      expect((await root('POST', path, { ifResourceExists: 'SKIP', users })).json).toMatchObject({ added: 1, skipped: 1 });
      expect((await rig.directory.users.findByUsername(realm.id, 'zoe'))?.firstName).toBeNull();
      expect((await root('POST', path, { ifResourceExists: 'OVERWRITE', users })).json).toMatchObject({ overwritten: 2 });
      const after = (await rig.directory.users.findByUsername(realm.id, 'zoe'))!;
      expect([after.id, after.firstName, after.roles]).toEqual([before.id, 'Zoë', []]);
      expect((await root('POST', path, { ifResourceExists: 'OVERWRITE', ...document })).json).toMatchObject({ overwritten: 6 });
    });

    it('takes nobody further than single calls would', async () => {
      const [keeper, people] = [await as('keeper'), await as('people')];
      expect((await keeper('POST', path, { users: [{ username: 'x' }] })).status).toBe(403);
      expect((await keeper('POST', path, { clients: [{ clientId: 'x' }] })).status).toBe(403);
      expect(
        (await people('POST', path, { users: [{ username: 'x', clientRoles: { 'realm-management': ['realm-admin'] } }] })).status,
      ).toBe(403);
      const hidden = { roles: { realm: [{ name: 'way-in', composites: { client: { 'realm-management': ['realm-admin'] } } }] } };
      expect((await people('POST', path, hidden)).status).toBe(403);
      expect((await people('POST', path, { roles: { client: { 'realm-management': [{ name: 'manage-users' }] } } })).status).toBe(409);
    });

    it('answers bad input in words and writes nothing', async () => {
      expect((await root('POST', path, { ifResourceExists: 'MAYBE' })).status).toBe(400);
      expect((await root('POST', path, { users: 'x' })).status).toBe(400);
      expect((await root('POST', path, { roles: { client: { nowhere: [{ name: 'x' }] } } })).status).toBe(400);
      expect((await root('POST', path, {})).json).toEqual({ overwritten: 0, added: 0, skipped: 0, results: [] });
    });
  });
});
