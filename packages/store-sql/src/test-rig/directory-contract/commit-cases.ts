import type { Change } from '@anteroom/core';
import { buildUser } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alice, buildCredential, buildGroup, buildRole, client, fill, race, realm } from '../filled-realm.ts';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

export function commitCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;

  beforeEach(async () => {
    pair = await open();
    await fill(pair);
  });
  afterEach(() => pair.close());

  describe('units of work', () => {
    it('keeps nothing of a unit whose last step fails', async () => {
      const unit: Change[] = [
        { kind: 'create-user', user: buildUser({ id: 'user-2', username: 'bob', email: null }) },
        { kind: 'put-role', role: buildRole() },
        { kind: 'update-user', id: 'nobody', patch: { enabled: false } },
      ];
      await expect(pair.a.commit(realm.id, unit)).rejects.toMatchObject({ code: 'not_found' });
      expect(await pair.b.users.findByUsername(realm.id, 'bob')).toBeNull();
      expect((await pair.b.realms.getConfiguration(realm.id))?.roles).toEqual([]);
    });

    it('creates a setting once: of many racing units that bring it exactly one is kept', async () => {
      const units = Array.from({ length: 12 }, (_, index): Change[] => [
        { kind: 'create-user', user: buildUser({ id: `first-${index}`, username: `first-${index}`, email: null }) },
        { kind: 'create-setting', name: 'first-one', value: `${index}` },
      ]);
      const results = await race(pair, units);
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      expect(new Set(results)).toEqual(new Set(['done', 'conflict']));
      const made = await pair.b.users.search(realm.id, { search: 'first-' });
      expect(made.map((user) => user.username)).toEqual([`first-${await pair.b.settings.get('first-one')}`]);
    });

    it('raises the version of a realm once for a unit with configuration and not for one with users', async () => {
      const before = (await pair.a.realms.versions()).get(realm.id) ?? 0;
      await pair.a.commit(realm.id, [
        { kind: 'put-role', role: buildRole() },
        { kind: 'put-group', group: buildGroup() },
      ]);
      await pair.a.commit(realm.id, [{ kind: 'update-user', id: alice.id, patch: { enabled: false } }]);
      expect((await pair.b.realms.versions()).get(realm.id)).toBe(before + 1);
    });

    it('refuses changes of a realm that does not exist', async () => {
      await expect(pair.a.commit('nowhere', [{ kind: 'put-role', role: buildRole() }])).rejects.toMatchObject({ code: 'not_found' });
      await expect(pair.a.commit('nowhere', [{ kind: 'create-user', user: alice }])).rejects.toMatchObject({ code: 'not_found' });
    });

    it('lets both handles commit many units at once without losing one', async () => {
      const units = Array.from({ length: 40 }, (_, index): Change[] => [
        { kind: 'create-user', user: buildUser({ id: `user-${index}`, username: `user-${index}`, email: null }) },
      ]);
      expect(new Set(await race(pair, units))).toEqual(new Set(['done']));
      expect(await pair.a.users.count(realm.id, {})).toBe(41);
    });

    it('removes everything of a deleted realm', async () => {
      await pair.a.commit(realm.id, [{ kind: 'put-credential', credential: buildCredential() }]);
      await pair.a.commit(realm.id, [{ kind: 'delete-realm' }]);
      expect(await pair.b.realms.get(realm.id)).toBeNull();
      expect(await pair.b.clients.get(realm.id, client.id)).toBeNull();
      expect(await pair.b.users.get(realm.id, alice.id)).toBeNull();
    });

    it('gives a realm made again under the same id another version', async () => {
      const before = (await pair.a.realms.versions()).get(realm.id);
      await pair.a.commit(realm.id, [{ kind: 'delete-realm' }]);
      pair.clock.advance(5);
      await pair.a.commit(realm.id, [{ kind: 'put-realm', realm }]);
      expect((await pair.a.realms.versions()).get(realm.id)).not.toBe(before);
    });
  });

  describe('credentials', () => {
    it('lists them in order of priority', async () => {
      await pair.a.commit(realm.id, [
        { kind: 'put-credential', credential: buildCredential({ id: 'otp', type: 'otp', priority: 20 }) },
        { kind: 'put-credential', credential: buildCredential() },
      ]);
      expect(await pair.b.credentials.list(realm.id, alice.id)).toEqual([
        buildCredential(),
        buildCredential({ id: 'otp', type: 'otp', priority: 20 }),
      ]);
    });

    it('lets one of two units replace a credential they both read', async () => {
      const expected = buildCredential();
      await pair.a.commit(realm.id, [{ kind: 'put-credential', credential: expected }]);
      const unit = (counter: number): Change[] => [
        { kind: 'replace-credential', expected, credential: buildCredential({ credentialData: { counter } }) },
      ];
      expect(await race(pair, [unit(1), unit(2)])).toEqual(['conflict', 'done']);
    });

    it('compares what was read, whatever the order of its keys', async () => {
      await pair.a.commit(realm.id, [{ kind: 'put-credential', credential: buildCredential() }]);
      const expected = buildCredential({ secretData: { salt: 'c2FsdA==', value: 'aGFzaA==' } });
      await pair.a.commit(realm.id, [
        { kind: 'replace-credential', expected, credential: buildCredential({ secretData: { value: 'new' } }) },
      ]);
      expect((await pair.b.credentials.list(realm.id, alice.id))[0]?.secretData).toEqual({ value: 'new' });
    });

    it('lets one of two units raise the credential version they both read', async () => {
      const unit: Change[] = [{ kind: 'raise-credential-version', userId: alice.id, expected: 1 }];
      expect(await race(pair, [unit, unit])).toEqual(['conflict', 'done']);
      expect((await pair.a.users.get(realm.id, alice.id))?.credentialVersion).toBe(2);
    });
  });
}
