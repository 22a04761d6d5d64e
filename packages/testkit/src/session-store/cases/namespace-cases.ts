import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { type ContractCase, keyOf, note, OTHER_REALM, REALM } from '../harness.ts';

export const namespaceCases: readonly ContractCase[] = [
  {
    name: 'does not know an id of one type under another',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one', 'replay'), { v: 1 }, expiring(60, { user: ['alice'] }));
      assert.equal(await a.get(keyOf('one', 'marker')), null);
      assert.equal(await a.consume(keyOf('one', 'code')), null);
      assert.equal(await a.take(keyOf('one', 'par')), null);
      assert.equal(await a.delete(keyOf('one', 'device')), false);
      same(await a.find({ type: 'marker', realmId: REALM, index: 'user', value: 'alice' }), []);
      assert.equal(await a.create(keyOf('one', 'marker'), note('another'), expiring(60)), true);
      assert.equal(await a.count({ type: 'replay', realmId: REALM }), 1);
    },
  },
  {
    name: 'keeps online and offline session of one id apart',
    run: async ({ a, expiring }) => {
      const session = {
        v: 1 as const,
        user: 'alice',
        username: 'alice',
        started: 0,
        lastAccess: 0,
        authTime: 0,
        acr: '1',
        amr: [],
        rememberMe: false,
        ipAddress: '',
        authMethod: '',
        secretHash: null,
        notes: {},
        clients: {},
      };
      await a.create(keyOf('sid', 'session'), session, expiring(60));
      await a.create(keyOf('sid', 'offline-session'), { ...session, username: 'offline' }, expiring(60));
      await a.delete(keyOf('sid', 'session'), { tombstoneUntil: expiring(60).expiresAt });
      assert.equal((await a.get(keyOf('sid', 'offline-session')))?.value.username, 'offline');
    },
  },
  {
    name: 'does not know an id of one realm in another',
    run: async ({ a, expiring }) => {
      await a.create(keyOf('one', 'marker', REALM), note('here'), expiring(60, { user: ['alice'] }));
      assert.equal(await a.get(keyOf('one', 'marker', OTHER_REALM)), null);
      same(await a.find({ type: 'marker', realmId: OTHER_REALM, index: 'user', value: 'alice' }), []);
      assert.equal(await a.create(keyOf('one', 'marker', OTHER_REALM), note('there'), expiring(60)), true);
      assert.equal((await a.get(keyOf('one', 'marker', REALM)))?.value.note, 'here');
    },
  },
  {
    name: 'removes everything of a deleted realm and nothing of another',
    run: async ({ a, b, raw, expiring }) => {
      await a.create(keyOf('one', 'marker', REALM), note('here'), expiring(60, { user: ['alice'] }));
      await a.create(keyOf('two', 'replay', REALM), { v: 1 }, expiring(60));
      await a.delete(keyOf('three', 'marker', REALM), { tombstoneUntil: expiring(60).expiresAt });
      await a.create(keyOf('one', 'marker', OTHER_REALM), note('there'), expiring(60, { user: ['alice'] }));
      await b.deleteRealm(REALM);
      same([await raw.rows(), await raw.indexEntries()], [1, 1]);
      assert.equal((await a.get(keyOf('one', 'marker', OTHER_REALM)))?.value.note, 'there');
    },
  },
];
