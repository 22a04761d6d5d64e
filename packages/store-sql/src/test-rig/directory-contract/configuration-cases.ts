import type { Component } from '@anteroom/core';
import { buildClient, buildRealm, buildUser } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alice, buildCredential, buildGroup, buildRole, client, fill, realm } from '../filled-realm.ts';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

export function configurationCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;

  beforeEach(async () => {
    pair = await open();
    await fill(pair);
  });
  afterEach(() => pair.close());

  describe('configuration', () => {
    it('returns clients, with their unknown keys, as they were put', async () => {
      const odd = buildClient({ id: 'odd', clientId: 'odd', futureKey: { deep: [1, 'ü'] } });
      await pair.a.commit(realm.id, [{ kind: 'put-client', client: odd }]);
      expect(await pair.b.clients.findByClientId(realm.id, 'odd')).toEqual(odd);
      expect((await pair.b.realms.getConfiguration(realm.id))?.clientIds.get('odd')).toBe('odd');
    });

    it('refuses a second client of the same name and a second realm of the same name', async () => {
      await expect(pair.a.commit(realm.id, [{ kind: 'put-client', client: buildClient({ id: 'other' }) }])).rejects.toMatchObject({
        code: 'already_exists',
      });
      await expect(pair.a.commit('other', [{ kind: 'put-realm', realm: buildRealm({ id: 'other' }) }])).rejects.toMatchObject({
        code: 'already_exists',
      });
    });

    it('finds clients by a part of their name, wildcards of SQL being ordinary characters', async () => {
      await pair.a.commit(realm.id, [{ kind: 'put-client', client: buildClient({ id: 'c2', clientId: 'a%b_c' }) }]);
      expect((await pair.a.clients.search(realm.id, { clientId: '%', infix: true })).map((found) => found.clientId)).toEqual(['a%b_c']);
      expect((await pair.a.clients.search(realm.id, { clientId: 'WEB', infix: true })).map((found) => found.clientId)).toEqual([
        'acme-web',
      ]);
      expect(await pair.a.clients.search(realm.id, { max: 0 })).toEqual([]);
      expect((await pair.a.clients.search(realm.id, { first: 1 })).map((found) => found.clientId)).toEqual(['acme-web']);
    });

    it('keeps secrets readable for the server and unreadable in the database', async () => {
      const key: Component = {
        id: 'key-1',
        name: 'rsa',
        providerId: 'rsa-generated',
        providerType: 'org.keycloak.keys.KeyProvider',
        parentId: realm.id,
        config: { privateKey: ['PRIVATE-KEY-TEXT'], priority: ['100'] },
      };
      const withMail = buildRealm({ smtpServer: { host: 'mail', password: 'SMTP-SECRET-TEXT' } });
      await pair.a.commit(realm.id, [
        { kind: 'put-realm', realm: withMail },
        { kind: 'put-component', component: key },
        { kind: 'put-client', client: buildClient({ secret: 'CLIENT-SECRET-TEXT' }) },
        { kind: 'put-credential', credential: buildCredential({ secretData: { value: 'CREDENTIAL-SECRET-TEXT' } }) },
      ]);
      await pair.a.settings.getOrCreate('a-setting', 'SETTING-SECRET-TEXT');

      const configuration = await pair.b.realms.getConfiguration(realm.id);
      expect(configuration?.components).toEqual([key]);
      expect(configuration?.realm.smtpServer).toEqual({ host: 'mail', password: 'SMTP-SECRET-TEXT' });
      expect((await pair.b.clients.get(realm.id, client.id))?.secret).toBe('CLIENT-SECRET-TEXT');
      expect((await pair.b.credentials.list(realm.id, alice.id))[0]?.secretData).toEqual({ value: 'CREDENTIAL-SECRET-TEXT' });
      expect(await pair.b.settings.get('a-setting')).toBe('SETTING-SECRET-TEXT');
      expect(/(PRIVATE-KEY|SMTP-SECRET|CLIENT-SECRET|CREDENTIAL-SECRET|SETTING-SECRET)-TEXT/.test(await pair.stored())).toBe(false);
    });

    it('adds to and takes from the composites of a role as they are, whoever else does so at the same time', async () => {
      const part = (index: number) => buildRole({ id: `part-${index}`, name: `part-${index}` });
      await pair.a.commit(
        realm.id,
        [buildRole({ composites: ['part-0'] }), ...Array.from({ length: 5 }, (_, index) => part(index))].map((role) => ({
          kind: 'put-role',
          role,
        })),
      );
      const add = (handle: 'a' | 'b', ...roles: string[]) =>
        pair[handle].commit(realm.id, [{ kind: 'add-composites', roleId: 'role-1', roles }]);
      await Promise.all([
        add('a', 'part-1', 'part-0'),
        add('b', 'part-2', 'unknown'),
        add('a', 'part-3'),
        add('b', 'part-4'),
        pair.b.commit(realm.id, [{ kind: 'remove-composites', roleId: 'role-1', roles: ['part-0'] }]),
      ]);
      await add('b', 'part-0');
      const found = (await pair.a.realms.getConfiguration(realm.id))?.roles.find((role) => role.id === 'role-1');
      expect([...(found?.composites ?? [])].sort()).toEqual(['part-0', 'part-1', 'part-2', 'part-3', 'part-4']);
    });

    it('takes a deleted role from users, groups, composites and scope mappings', async () => {
      const role = buildRole();
      await pair.a.commit(realm.id, [
        { kind: 'put-role', role },
        { kind: 'put-role', role: buildRole({ id: 'role-2', name: 'boss', composites: ['role-1'] }) },
        { kind: 'put-group', group: buildGroup({ roles: ['role-1', 'role-2'] }) },
        { kind: 'put-client', client: buildClient({ scopeMappings: ['role-1'] }) },
        {
          kind: 'put-client-scope',
          scope: { id: 's1', name: 'orders', protocol: 'openid-connect', attributes: {}, protocolMappers: [], scopeMappings: ['role-1'] },
        },
        { kind: 'grant-roles', userId: alice.id, roles: ['role-1', 'role-2'] },
      ]);
      await pair.a.commit(realm.id, [{ kind: 'delete-role', id: 'role-1' }]);
      const after = await pair.b.realms.getConfiguration(realm.id);
      expect(after?.roles.map((left) => [left.name, left.composites])).toEqual([['boss', []]]);
      expect(after?.groups[0]?.roles).toEqual(['role-2']);
      expect(after?.clientScopes[0]?.scopeMappings).toEqual([]);
      const changed = await pair.b.clients.get(realm.id, client.id);
      expect([changed?.scopeMappings, changed?.secret]).toEqual([[], 'acme-web-secret']);
      expect((await pair.b.users.get(realm.id, alice.id))?.roles).toEqual(['role-2']);
    });

    it('deletes a client with its roles, its consents and its service account', async () => {
      const now = pair.clock.now();
      await pair.a.commit(realm.id, [
        { kind: 'put-role', role: buildRole({ id: 'role-c', name: 'viewer', clientRole: true, containerId: client.id }) },
        { kind: 'grant-roles', userId: alice.id, roles: ['role-c'] },
        { kind: 'put-consent', consent: { userId: alice.id, clientId: client.id, scopes: ['s1'], createdAt: now, updatedAt: now } },
        {
          kind: 'create-user',
          user: buildUser({ id: 'sa', username: 'service-account-acme-web', email: null, serviceAccountClient: client.id }),
        },
      ]);
      expect((await pair.a.users.findServiceAccount(realm.id, client.id))?.id).toBe('sa');
      await pair.a.commit(realm.id, [{ kind: 'delete-client', id: client.id }]);
      expect((await pair.b.realms.getConfiguration(realm.id))?.roles).toEqual([]);
      expect((await pair.b.users.get(realm.id, alice.id))?.roles).toEqual([]);
      expect(await pair.b.consents.list(realm.id, alice.id)).toEqual([]);
      expect(await pair.b.users.findServiceAccount(realm.id, client.id)).toBeNull();
    });

    it('deletes a group with its sub-groups, memberships and its place among the default groups', async () => {
      await pair.a.commit(realm.id, [
        { kind: 'put-group', group: buildGroup() },
        { kind: 'put-group', group: buildGroup({ id: 'group-2', name: 'Finance', parentId: 'group-1' }) },
        { kind: 'put-group', group: buildGroup({ id: 'group-3', name: 'Payroll', parentId: 'group-2' }) },
        { kind: 'put-group', group: buildGroup({ id: 'group-4', name: 'Guests' }) },
        { kind: 'put-realm', realm: buildRealm({ defaultGroups: ['group-2', 'group-4'] }) },
        { kind: 'join-group', userId: alice.id, groupId: 'group-3' },
        { kind: 'join-group', userId: alice.id, groupId: 'group-4' },
      ]);
      await pair.a.commit(realm.id, [{ kind: 'delete-group', id: 'group-1' }]);
      const after = await pair.b.realms.getConfiguration(realm.id);
      expect(after?.groups.map((group) => group.id)).toEqual(['group-4']);
      expect(after?.realm.defaultGroups).toEqual(['group-4']);
      expect((await pair.b.users.get(realm.id, alice.id))?.groups).toEqual(['group-4']);
    });

    it('refuses two sibling groups of one name and allows the name elsewhere', async () => {
      await pair.a.commit(realm.id, [
        { kind: 'put-group', group: buildGroup() },
        { kind: 'put-group', group: buildGroup({ id: 'group-2', parentId: 'group-1' }) },
      ]);
      await expect(pair.a.commit(realm.id, [{ kind: 'put-group', group: buildGroup({ id: 'group-3' }) }])).rejects.toMatchObject({
        code: 'already_exists',
      });
    });

    it('keeps the places of a client scope and of a bound flow that get another name', async () => {
      const scope = { id: 's1', name: 'orders', protocol: 'openid-connect', attributes: {}, protocolMappers: [], scopeMappings: [] };
      const flow = { id: 'f1', alias: 'mine', providerId: 'basic-flow', topLevel: true, builtIn: false, executions: [] };
      await pair.a.commit(realm.id, [
        { kind: 'put-client-scope', scope },
        { kind: 'put-flow', flow },
        { kind: 'put-realm', realm: buildRealm({ browserFlow: 'mine', defaultOptionalClientScopes: ['orders'] }) },
        { kind: 'put-client', client: buildClient({ defaultClientScopes: ['orders', 'email'] }) },
      ]);
      await pair.a.commit(realm.id, [
        { kind: 'put-client-scope', scope: { ...scope, name: 'purchases' } },
        { kind: 'put-flow', flow: { ...flow, alias: 'ours' } },
      ]);
      const after = await pair.b.realms.get(realm.id);
      expect([after?.browserFlow, after?.defaultOptionalClientScopes]).toEqual(['ours', ['purchases']]);
      expect((await pair.b.clients.get(realm.id, client.id))?.defaultClientScopes).toEqual(['purchases', 'email']);
      await pair.a.commit(realm.id, [{ kind: 'delete-client-scope', id: 's1' }]);
      expect((await pair.b.clients.get(realm.id, client.id))?.defaultClientScopes).toEqual(['email']);
    });
  });
}
