import assert from 'node:assert/strict';
import { same } from '../../same.ts';
import { ALICE, entry, login, realm, SPA, type SsoSessionsCase, signedIn, WEB } from '../harness.ts';

const sids = (list: readonly { readonly sid: string }[]) => list.map((session) => session.sid);

export const listCases: readonly SsoSessionsCase[] = [
  {
    name: 'lists and counts sessions by user, by client and all of a realm in pages',
    run: async ({ sessions }) => {
      const one = (await signedIn(sessions, realm())).sid;
      const two = (await signedIn(sessions, realm())).sid;
      const bobs = (await signedIn(sessions, realm(), { userId: 'bob', client: entry(SPA) })).sid;
      await sessions.attachClient(realm(), two, entry(SPA));
      same(sids(await sessions.listByUser(realm(), ALICE)), [one, two].sort());
      same(sids(await sessions.listByClient(realm(), SPA)), [two, bobs].sort());
      same(sids(await sessions.listByClient(realm(), SPA, { first: 1, max: 1 })), [two, bobs].sort().slice(1));
      same([await sessions.countByClient(realm(), SPA), await sessions.countByClient(realm(), WEB)], [2, 2]);
      const page = await sessions.list(realm(), { limit: 2 });
      same([...sids(page), ...sids(await sessions.list(realm(), { limit: 2, after: page[1]?.sid ?? '' }))], [one, two, bobs].sort());
    },
  },
  {
    name: 'ends all sessions of a user but the one to keep, and says which',
    run: async ({ sessions }) => {
      const kept = (await signedIn(sessions, realm())).sid;
      const { sid: ended, session } = await signedIn(sessions, realm());
      const bobs = (await signedIn(sessions, realm(), { userId: 'bob' })).sid;
      await sessions.attachOffline(realm(), session, entry());
      same(sids(await sessions.endAllOfUser(realm(), ALICE, { except: kept })), [ended]);
      assert.notEqual(await sessions.get(realm(), kept), null);
      assert.notEqual(await sessions.get(realm(), bobs), null);
      assert.notEqual(await sessions.get(realm(), ended, { offline: true }), null);
      same(sids(await sessions.endAllOfUser(realm(), ALICE, { offline: true })), [kept, ended]);
      assert.equal(await sessions.get(realm(), ended, { offline: true }), null);
    },
  },
  {
    name: 'costs one write to create, one read to get, one of each to attach, rotate or renew, and one write to end',
    run: async ({ sessions, counted }) => {
      const cost = async (act: () => Promise<unknown>) => {
        counted.reset();
        await act();
        return [counted.counts().reads, counted.counts().writes];
      };
      const { sid, generation } = await signedIn(sessions, realm());
      same(await cost(() => sessions.create(realm(), login({ browser: true }))), [0, 1], 'create');
      same(await cost(() => sessions.get(realm(), sid)), [1, 0], 'get');
      same(await cost(() => sessions.attachClient(realm(), sid, entry(SPA, { family: 'g' }))), [1, 1], 'attachClient');
      same(
        await cost(() => sessions.rotate(realm(), sid, WEB, { family: 'f', counter: 0, graceSeconds: 0, maxReuse: 0, generation })),
        [1, 1],
        'rotate',
      );
      same(await cost(() => sessions.renew(realm(), sid, { authTime: new Date(0), acr: '1', amr: [], notes: {} })), [1, 1], 'renew');
      same(await cost(() => sessions.end(realm(), sid)), [0, 1], 'end');
    },
  },
];
