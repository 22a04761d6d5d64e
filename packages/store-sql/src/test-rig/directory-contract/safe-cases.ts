import type { Change } from '@anteroom/core';
import { buildRealm, buildUser } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCredential, buildRole } from '../filled-realm.ts';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

const ROUNDS = 10;

export function safeCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;
  const master = buildRealm({ realm: 'master' });
  const admin = buildRole({ id: 'admin-role', name: 'admin' });
  const [ann, ben] = ['ann', 'ben'].map((name) => buildUser({ id: `id-of-${name}`, username: name, email: null, roles: [admin.id] }));
  const password = (userId: string) => buildCredential({ id: `password-of-${userId}`, userId });
  const makeBoth: readonly Change[] = [
    { kind: 'create-users', users: [ann!, ben!].map((user) => ({ user, credentials: [password(user.id)], consents: [] })) },
  ];

  beforeEach(async () => {
    pair = await open();
    await pair.a.commit(master.id, [
      { kind: 'put-realm', realm: master },
      { kind: 'put-role', role: admin },
    ]);
  });
  afterEach(() => pair.close());

  describe('safe changes', () => {
    it('leaves one of two administrators who remove each other at the same moment', async () => {
      const outcomes: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await pair.a.commit(master.id, makeBoth);
        const removals = await Promise.allSettled([
          pair.a.commit(master.id, [{ kind: 'delete-user', id: ben!.id }]),
          pair.b.commit(master.id, [{ kind: 'revoke-roles', userId: ann!.id, roles: [admin.id] }]),
        ]);
        outcomes.push(
          removals
            .map((removal) => (removal.status === 'fulfilled' ? 'done' : removal.reason.code))
            .sort()
            .join(' '),
        );
        expect(await pair.a.users.count(master.id, { roleId: admin.id, enabled: true })).toBe(1);
        // Not by the guard: an import over the realm is somebody's express wish.
        await pair.a.commit(master.id, [{ kind: 'delete-realm' }, { kind: 'put-realm', realm: master }, { kind: 'put-role', role: admin }]);
      }
      expect(new Set(outcomes)).toEqual(new Set(['done last_administrator']));
    }, 30_000);

    it('does not mind who goes where nobody administers everything', async () => {
      const other = buildRealm({ id: 'a0000000-0000-4000-8000-000000000009', realm: 'other' });
      await pair.a.commit(other.id, [
        { kind: 'put-realm', realm: other },
        { kind: 'put-role', role: { ...admin, containerId: other.id } },
        { kind: 'create-user', user: ann! },
        { kind: 'delete-user', id: ann!.id },
      ]);
      expect(await pair.b.users.get(other.id, ann!.id)).toBeNull();
    });

    it('refuses a unit that was planned on another version of the realm', async () => {
      const version = async () => (await pair.b.realms.versions()).get(master.id) ?? 0;
      const planned = await version();
      const rename = (displayName: string): readonly Change[] => [
        { kind: 'require-version', version: planned },
        { kind: 'put-realm', realm: { ...master, displayName } },
      ];
      const raced = await Promise.allSettled([pair.a.commit(master.id, rename('one')), pair.b.commit(master.id, rename('two'))]);
      expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(raced.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))).toEqual(['conflict']);
      expect(await version()).toBe(planned + 1);
    });

    it('keeps what a unit did to the configuration, secrets sealed, and nothing of a unit that failed', async () => {
      const event = {
        ...({ id: 'change-1', time: pair.clock.now(), operationType: 'UPDATE', resourceType: 'REALM', resourcePath: '' } as const),
        ...{ representation: null, error: null, authRealmId: master.id, authClientId: 'admin-cli', authUserId: 'ann', ipAddress: null },
      };
      const smtpServer = { host: 'mail.test', password: 'mail-secret' };
      await pair.a.commit(master.id, [
        { kind: 'put-realm', realm: { ...master, smtpServer } },
        { kind: 'put-role', role: admin },
        { kind: 'record-history', event },
      ]);
      const failing: readonly Change[] = [
        { kind: 'put-realm', realm: { ...master, displayName: 'Never' } },
        { kind: 'record-history', event: { ...event, id: 'change-2' } },
        { kind: 'update-user', id: 'nobody', patch: { enabled: true } },
      ];
      await expect(pair.a.commit(master.id, failing)).rejects.toMatchObject({ code: 'not_found' });
      const found = await pair.b.history.search(master.id, {});
      // The role was written as it was, which is no change.
      expect(
        found.map((entry) => [entry.id, entry.things.map(({ kind, before, after }) => [kind, before?.smtpServer, after?.smtpServer])]),
      ).toEqual([['change-1', [['realm', {}, smtpServer]]]]);
      expect(await pair.b.history.sweep(master.id, new Date(event.time.getTime() + 1))).toBe(1);
      expect(await pair.a.history.get(master.id, 'change-1')).toBeNull();
    });
  });
}
