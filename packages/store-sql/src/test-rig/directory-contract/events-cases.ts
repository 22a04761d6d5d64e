import type { Change } from '@anteroom/core';
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

    it('keeps the trace of a login beside its event, finds it, and lets both go together', async () => {
      const login = (id: string, minute: number, more: { error?: string; sid?: string; transient?: boolean }): Change[] => {
        const time = new Date(Date.UTC(2030, 0, 1, 0, minute));
        const { error = null, sid = null, transient = false } = more;
        const step = { request: 1, kind: 'step', executionId: 'x', name: 'auth-cookie', requirement: 'ALTERNATIVE', level: 0 } as const;
        const record = { type: 'session', store: 's', promise: null, expiresAt: 1, user: alice.id, client: 'c', generation: 'g' } as const;
        return [
          {
            kind: 'login-event',
            event: {
              id,
              time,
              type: error === null ? 'LOGIN' : 'LOGIN_ERROR',
              clientId: 'acme-web',
              userId: alice.id,
              sessionId: sid,
              ipAddress: null,
              error,
              details: {},
            },
          },
          {
            kind: 'login-trace',
            trace: {
              eventId: id,
              time,
              trace: { flowId: 'f', flow: 'browser', steps: [{ ...step, decision: 'success', why: 'é', ms: 3 }] },
              receipt:
                error === null
                  ? { transient, writesSaved: transient ? 3 : 0, records: sid === null ? [] : [{ ...record, id: sid }] }
                  : null,
            },
          },
        ];
      };
      await pair.a.commit(realm.id, [
        ...login('t1', 1, { sid: 's.1' }),
        ...login('t2', 2, { error: 'invalid_user_credentials' }),
        ...login('t3', 3, { transient: true }),
      ]);
      const ids = async (query: Parameters<DirectoryPair['a']['events']['searchTraced']>[1]) =>
        (await pair.b.events.searchTraced(realm.id, query)).map(({ event }) => event.id);
      expect(await ids({})).toEqual(['t3', 't2', 't1']);
      expect(await ids({ first: 1, max: 1 })).toEqual(['t2']);
      expect([await ids({ outcome: 'success' }), await ids({ outcome: 'failure' }), await ids({ outcome: 'transient' })]).toEqual([
        ['t3', 't1'],
        ['t2'],
        ['t3'],
      ]);
      expect([await ids({ sessionId: 's.1' }), await ids({ clientId: 'other' }), await ids({ userId: alice.id, max: 1 })]).toEqual([
        ['t1'],
        [],
        ['t3'],
      ]);
      expect(await pair.b.events.getTraced(realm.id, 't1')).toMatchObject({
        event: { id: 't1', sessionId: 's.1' },
        trace: { eventId: 't1', trace: { flow: 'browser', steps: [{ why: 'é', ms: 3 }] }, receipt: { records: [{ id: 's.1' }] } },
      });
      expect(await pair.b.events.getTraced(realm.id, 'nowhere')).toBeNull();
      expect(await pair.b.events.sumTransient(realm.id)).toEqual({ logins: 1, writesSaved: 3 });
      expect(await pair.a.events.sweep(realm.id, 'login', new Date(Date.UTC(2030, 0, 1, 0, 3)))).toBe(2);
      expect(await ids({})).toEqual(['t3']);
      expect(await pair.b.events.getTraced(realm.id, 't2')).toBeNull();
      await pair.a.commit(realm.id, [{ kind: 'clear-login-events' }]);
      expect(await pair.b.events.getTraced(realm.id, 't3')).toBeNull();
      expect(await pair.b.events.sumTransient(realm.id)).toEqual({ logins: 0, writesSaved: 0 });
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
      const values = await Promise.all([pair.a.settings.getOrCreate('a-setting', 'one'), pair.b.settings.getOrCreate('a-setting', 'two')]);
      expect(new Set(values).size).toBe(1);
      expect(await pair.a.settings.get('unknown')).toBeNull();
    });
  });
}
