import type { Change, LoginEvent, Webhook } from '@anteroom/core';
import { loginEventMessage } from '@anteroom/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alice, fill, MINUTE, realm } from '../filled-realm.ts';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

export function webhookCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;
  const hook = (overrides: Partial<Webhook> = {}): Webhook => ({
    ...{
      id: 'hook-1',
      url: 'https://hooks.test/',
      enabled: true,
      events: ['access.LOGIN'],
      secret: 'whsec_c2VjcmV0',
      createdAt: new Date(0),
    },
    ...overrides,
  });
  const event = (id: string, userId: string | null, type = 'LOGIN'): Change => {
    const login: LoginEvent = {
      ...{ id, time: pair.clock.now(), type, clientId: 'acme-web', userId, sessionId: null, ipAddress: null, error: null, details: {} },
    };
    return { kind: 'login-event', event: login, save: false, announce: loginEventMessage({ id: realm.id, name: realm.realm }, login) };
  };
  const due = async () => (await pair.b.webhooks.due({ now: pair.clock.now(), limit: 10 })).map(({ delivery }) => delivery);
  const dueIds = async () => (await due()).map(({ eventId }) => eventId);

  beforeEach(async () => {
    pair = await open();
    await fill(pair);
    await pair.a.commit(realm.id, [{ kind: 'put-webhook', webhook: hook() }]);
  });
  afterEach(() => pair.close());

  describe('webhooks', () => {
    it('keeps a destination with its secret, and lets it go with what waits for it', async () => {
      expect(await pair.b.webhooks.list(realm.id)).toEqual([hook()]);
      await pair.a.commit(realm.id, [event('e1', alice.id), { kind: 'delete-webhook', id: 'hook-1' }]);
      expect([await pair.b.webhooks.get(realm.id, 'hook-1'), await due()]).toEqual([null, []]);
    });

    it('puts an event in line with its unit or not at all, for those that want it, whether it is kept or not', async () => {
      await pair.a.commit(realm.id, [{ kind: 'put-webhook', webhook: hook({ id: 'hook-2', events: ['admin.*'] }) }, event('e1', alice.id)]);
      await pair.a.commit(realm.id, [event('e2', alice.id, 'LOGOUT')]);
      const failing: readonly Change[] = [event('e3', null), { kind: 'update-user', id: 'nobody', patch: { enabled: true } }];
      await expect(pair.a.commit(realm.id, failing)).rejects.toMatchObject({ code: 'not_found' });
      const [delivery] = await due();
      expect([await dueIds(), delivery?.subject, JSON.parse(delivery?.body ?? '')]).toEqual([
        ['e1'],
        alice.id,
        expect.objectContaining({ type: 'access.LOGIN', realm: 'acme' }),
      ]);
      expect(await pair.b.events.searchLogin(realm.id, {})).toEqual([]);
    });

    it('gives of each user the oldest alone, also while that one waits for another try', async () => {
      await pair.a.commit(realm.id, [event('a1', alice.id), event('a2', alice.id), event('b1', 'bob'), event('n1', null)]);
      expect(await dueIds()).toEqual(['a1', 'b1', 'n1']);
      const [a1, b1] = await due();
      const at = pair.clock.now();
      await pair.a.webhooks.settle(a1!.id, { state: 'waiting', at, dueAt: new Date(at.getTime() + MINUTE), error: 'HTTP 500' });
      await pair.a.webhooks.settle(b1!.id, { state: 'delivered', at });
      expect(await dueIds()).toEqual(['n1']);
      pair.clock.advance(MINUTE);
      expect((await due()).map(({ eventId, attempts, lastError }) => [eventId, attempts, lastError])).toEqual([
        ['a1', 1, 'HTTP 500'],
        ['n1', 0, null],
      ]);
      await pair.a.webhooks.settle(a1!.id, { state: 'dead', at, error: 'HTTP 410' });
      expect(await dueIds()).toEqual(['a2', 'n1']);
      expect(await pair.b.webhooks.standing(realm.id, 'hook-1')).toEqual({
        waiting: 2,
        dead: 1,
        lastDeliveredAt: at,
        lastError: 'HTTP 410',
      });
    });

    it('delivers again on demand, one or all since a time, and forgets what is old', async () => {
      await pair.a.commit(realm.id, [event('e1', alice.id)]);
      const at = pair.clock.now();
      const [e1] = await due();
      await pair.a.webhooks.settle(e1!.id, { state: 'dead', at, error: 'HTTP 500' });
      await pair.a.commit(realm.id, [{ kind: 'retry-delivery', webhookId: 'hook-1', id: e1!.id, at }]);
      expect((await due()).map(({ eventId, attempts }) => [eventId, attempts])).toEqual([['e1', 0]]);
      await pair.a.webhooks.settle(e1!.id, { state: 'delivered', at });
      const replay = (from: Date): readonly Change[] => [{ kind: 'replay-webhook', id: 'hook-1', from, at }];
      await pair.a.commit(realm.id, replay(new Date(at.getTime() + 1)));
      expect(await due()).toEqual([]);
      await pair.a.commit(realm.id, replay(at));
      expect(await dueIds()).toEqual(['e1']);
      expect(await pair.a.webhooks.sweep(new Date(at.getTime() + 1))).toBe(0);
      await pair.a.webhooks.settle(e1!.id, { state: 'delivered', at });
      expect(await pair.a.webhooks.sweep(new Date(at.getTime() + 1))).toBe(1);
      await expect(pair.a.commit(realm.id, [{ kind: 'retry-delivery', webhookId: 'hook-1', id: e1!.id, at }])).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });
}
