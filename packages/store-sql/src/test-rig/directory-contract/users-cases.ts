import type { Change } from '@anteroom/core';
import { buildRealm, buildUser } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alice, fill, race, realm } from '../filled-realm.ts';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

export function usersCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;

  beforeEach(async () => {
    pair = await open();
    await fill(pair);
  });
  afterEach(() => pair.close());

  describe('users', () => {
    it('returns a user as it was created', async () => {
      const full = buildUser({
        id: 'full',
        username: 'full',
        email: 'full@acme.example',
        attributes: { department: ['Engineering', 'Research'] },
        requiredActions: ['UPDATE_PASSWORD'],
        sessionsNotBefore: new Date('2030-01-02T00:00:00.000Z'),
        roles: ['r1', 'r2'],
        groups: ['g1'],
        extra: { federationLink: 'x' },
      });
      await pair.a.commit(realm.id, [{ kind: 'create-user', user: full }]);
      expect(await pair.b.users.get(realm.id, 'full')).toEqual(full);
    });

    it('finds a user by name and address in any case', async () => {
      expect((await pair.a.users.findByUsername(realm.id, 'ALICE'))?.id).toBe(alice.id);
      expect((await pair.a.users.findByEmail(realm.id, 'Alice@ACME.example'))?.id).toBe(alice.id);
    });

    it('refuses a taken name or address in any case, and a shared address only where the realm forbids it', async () => {
      const twin = buildUser({ id: 'twin', username: 'twin', email: 'ALICE@acme.example' });
      await expect(
        pair.a.commit(realm.id, [{ kind: 'create-user', user: buildUser({ id: 'x', username: 'Alice', email: null }) }]),
      ).rejects.toMatchObject({
        code: 'already_exists',
      });
      await expect(pair.a.commit(realm.id, [{ kind: 'create-user', user: twin }])).rejects.toMatchObject({ code: 'already_exists' });
      await pair.a.commit(realm.id, [
        { kind: 'put-realm', realm: buildRealm({ duplicateEmailsAllowed: true }) },
        { kind: 'create-user', user: twin },
      ]);
      expect(await pair.a.users.findByEmail(realm.id, 'alice@acme.example')).toBeNull();
      await pair.a.commit(realm.id, [{ kind: 'put-realm', realm }]);
      expect((await pair.a.users.get(realm.id, 'twin'))?.email).toBe('alice@acme.example');
    });

    it('tells names apart by every byte, and lists them in that order', async () => {
      const names = ['alice ', 'alicé', 'zoe', 'ähre', '_x', 'b-1', 'b1'];
      await pair.a.commit(
        realm.id,
        names.map((username, index): Change => ({ kind: 'create-user', user: buildUser({ id: `n${index}`, username, email: null }) })),
      );
      expect((await pair.b.users.findByUsername(realm.id, 'alice'))?.id).toBe(alice.id);
      expect((await pair.b.users.findByUsername(realm.id, 'alicé'))?.id).toBe('n1');
      expect(await pair.b.users.findByUsername(realm.id, 'zoé')).toBeNull();
      expect(await pair.b.clients.findByClientId(realm.id, 'ACME-WEB')).toBeNull();
      expect(await pair.b.clients.findByClientId(realm.id, 'acme-web ')).toBeNull();
      expect((await pair.b.users.search(realm.id, {})).map((user) => user.username)).toEqual([...names, 'alice'].sort());
    });

    it('finds nothing under what no database may be able to hold', async () => {
      for (const odd of ['al\0ice', '\uD800', 'x'.repeat(5000)]) {
        expect(await pair.a.users.findByUsername(realm.id, odd)).toBeNull();
        expect(await pair.a.clients.findByClientId(realm.id, odd)).toBeNull();
        expect(await pair.a.users.search(realm.id, { search: odd })).toEqual([]);
      }
    });

    it('lets one of two units have a name', async () => {
      const unit = (id: string): Change[] => [{ kind: 'create-user', user: buildUser({ id, username: 'same', email: null }) }];
      expect(await race(pair, [unit('x'), unit('y')])).toEqual(['already_exists', 'done']);
    });

    it('changes what a patch names and nothing else', async () => {
      await pair.a.commit(realm.id, [{ kind: 'update-user', id: alice.id, patch: { firstName: null, attributes: { a: ['1'] } } }]);
      expect(await pair.b.users.get(realm.id, alice.id)).toEqual({ ...alice, firstName: null, attributes: { a: ['1'] } });
    });

    it('changes a user for one of two who both read it and say so', async () => {
      const read = (await pair.a.users.get(realm.id, alice.id))!;
      const unit = (firstName: string): Change[] => [{ kind: 'update-user', id: alice.id, patch: { firstName }, expected: read }];
      expect(await race(pair, [unit('One'), unit('Two')])).toEqual(['conflict', 'done']);
      await expect(pair.a.commit(realm.id, unit('Three'))).rejects.toMatchObject({ code: 'conflict' });
    });

    it('searches as recorded: beginnings, quoted terms, wildcards, filters, attributes and membership', async () => {
      await pair.a.commit(realm.id, [
        {
          kind: 'create-user',
          user: buildUser({
            id: 'u2',
            username: 'harald',
            email: 'h@acme.example',
            firstName: 'Härald',
            lastName: 'Ünïcode',
            attributes: { dept: ['R&D'] },
            groups: ['g1'],
          }),
        },
        {
          kind: 'create-user',
          user: buildUser({
            id: 'u3',
            username: 'zoe_x',
            email: null,
            firstName: null,
            lastName: null,
            enabled: false,
            emailVerified: false,
            roles: ['r1'],
          }),
        },
        {
          kind: 'create-user',
          user: buildUser({
            id: 'u4',
            username: 'service-account-web',
            email: null,
            firstName: null,
            lastName: null,
            serviceAccountClient: 'c',
          }),
        },
      ]);
      const names = async (query: Parameters<typeof pair.a.users.search>[1]) =>
        (await pair.a.users.search(realm.id, query)).map((user) => user.username);
      expect(await names({})).toEqual(['alice', 'harald', 'zoe_x']);
      expect(await names({ search: 'lic' })).toEqual([]);
      expect(await names({ search: '*lic*' })).toEqual(['alice']);
      expect(await names({ search: 'ALI adams' })).toEqual(['alice']);
      expect(await names({ search: '"alice adams"' })).toEqual([]);
      expect(await names({ search: 'ünï' })).toEqual(['harald']);
      expect(await names({ search: '_' })).toEqual([]);
      expect(await names({ username: 'a', includeServiceAccounts: true })).toEqual(['alice', 'harald', 'service-account-web']);
      expect(await names({ username: 'a', exact: true })).toEqual([]);
      expect(await names({ enabled: false })).toEqual(['zoe_x']);
      expect(await names({ emailVerified: false })).toEqual(['zoe_x']);
      expect(await names({ attributes: { dept: 'R&D' } })).toEqual(['harald']);
      expect(await names({ attributes: { dept: 'R' } })).toEqual([]);
      expect(await names({ groupId: 'g1' })).toEqual(['harald']);
      expect(await names({ roleId: 'r1' })).toEqual(['zoe_x']);
      expect(await names({ first: 1, max: 1 })).toEqual(['harald']);
      expect(await names({ max: 0 })).toEqual([]);
      expect(await pair.a.users.count(realm.id, { search: 'a' })).toBe(1);
    });

    it('looks for a word in one field at a time, whatever stands between two', async () => {
      const odd = buildUser({ id: 'odd', username: 'odd', email: 'odd@acme.example', firstName: 'Two\nLines', lastName: null });
      await pair.a.commit(realm.id, [{ kind: 'create-user', user: odd }]);
      const names = async (query: Parameters<typeof pair.a.users.search>[1]) =>
        (await pair.a.users.search(realm.id, query)).map((user) => user.username);
      expect(await names({ search: 'alice*adams*' })).toEqual([]);
      expect(await names({ search: 'al*ce*' })).toEqual(['alice']);
      expect(await names({ search: '"alice adams"' })).toEqual([]);
      expect(await names({ search: '""' })).toEqual([]);
      expect(await names({ search: 'lines' })).toEqual([]);
      expect(await names({ search: '*lines*' })).toEqual(['odd']);
      expect(await names({ firstName: 'two\nlines', exact: true })).toEqual(['odd']);
      expect(await names({ lastName: 'alice' })).toEqual([]);
      expect(await names({ email: 'Alice@ACME.example', exact: true })).toEqual(['alice']);
      expect(await names({ firstName: 'alice', exact: true, lastName: 'adams' })).toEqual(['alice']);
    });

    it('finds a user by the names that a change gave, no more by those before, and not after deletion', async () => {
      const found = async (search: string) => (await pair.b.users.search(realm.id, { search })).map((user) => user.username);
      await pair.a.commit(realm.id, [{ kind: 'update-user', id: alice.id, patch: { username: 'alina', lastName: 'Zwölf' } }]);
      expect([await found('alina'), await found('zwölf'), await found('adams')]).toEqual([['alina'], ['alina'], []]);
      await pair.a.commit(realm.id, [{ kind: 'update-user', id: alice.id, patch: { enabled: false } }]);
      expect(await found('alina')).toEqual(['alina']);
      await pair.a.commit(realm.id, [{ kind: 'delete-user', id: alice.id }]);
      expect(await found('alina')).toEqual([]);
    });

    it('grants and revokes roles and groups, each once', async () => {
      await pair.a.commit(realm.id, [
        { kind: 'grant-roles', userId: alice.id, roles: ['r1', 'r2', 'r1'] },
        { kind: 'join-group', userId: alice.id, groupId: 'g1' },
        { kind: 'join-group', userId: alice.id, groupId: 'g1' },
        { kind: 'revoke-roles', userId: alice.id, roles: ['r2'] },
      ]);
      const user = await pair.b.users.get(realm.id, alice.id);
      expect([user?.roles, user?.groups]).toEqual([['r1'], ['g1']]);
      await expect(pair.a.commit(realm.id, [{ kind: 'grant-roles', userId: 'nobody', roles: ['r1'] }])).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });
}
