import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alice, fill, realm } from '../filled-realm.ts';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

export function eventsCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;

  beforeEach(async () => {
    pair = await open();
    await fill(pair);
  });
  afterEach(() => pair.close());

  describe('events and settings', () => {
    it('finds events newest first, by type, user and time, and clears them', async () => {
      const event = (id: string, type: string, minute: number) => ({
        id,
        time: new Date(Date.UTC(2030, 0, 1, 0, minute)),
        type,
        clientId: 'acme-web',
        userId: alice.id,
        sessionId: null,
        ipAddress: '127.0.0.1',
        error: null,
        details: { username: 'alice' },
      });
      await pair.a.commit(realm.id, [
        { kind: 'login-event', event: event('e1', 'LOGIN', 1) },
        { kind: 'login-event', event: event('e2', 'LOGOUT', 2) },
        { kind: 'login-event', event: event('e3', 'LOGIN', 3) },
      ]);
      expect((await pair.b.events.searchLogin(realm.id, { types: ['LOGIN'] })).map((found) => found.id)).toEqual(['e3', 'e1']);
      expect((await pair.b.events.searchLogin(realm.id, { from: new Date(Date.UTC(2030, 0, 1, 0, 2)) })).map((found) => found.id)).toEqual([
        'e3',
        'e2',
      ]);
      await pair.a.commit(realm.id, [{ kind: 'clear-login-events' }]);
      expect(await pair.b.events.searchLogin(realm.id, {})).toEqual([]);
    });

    it('records what was asked for even if nothing can be called that', async () => {
      const asked = {
        id: 'e1',
        time: new Date(0),
        type: 'LOGIN_ERROR',
        userId: null,
        sessionId: null,
        ipAddress: null,
        error: 'x'.repeat(999),
      };
      await pair.a.commit(realm.id, [
        { kind: 'login-event', event: { ...asked, clientId: `no\0such${'x'.repeat(999)}`, details: { a: '\0' } } },
      ]);
      const [found] = await pair.b.events.searchLogin(realm.id, {});
      expect([found?.clientId?.length, found?.error?.length, found?.details]).toEqual([255, 255, { a: '\0' }]);
    });

    it('gives every node the setting that was created first', async () => {
      const values = await Promise.all([
        pair.a.settings.getOrCreate('cookie-keys', 'one'),
        pair.b.settings.getOrCreate('cookie-keys', 'two'),
      ]);
      expect(new Set(values).size).toBe(1);
      expect(await pair.a.settings.get('unknown')).toBeNull();
    });
  });
}
