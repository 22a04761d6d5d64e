import type { Change } from '@anteroom/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alice, buildCredential, buildLink, buildMessage, fill, MINUTE, race, realm } from '../filled-realm.ts';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

export function linksCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;

  beforeEach(async () => {
    pair = await open();
    await fill(pair);
  });
  afterEach(() => pair.close());

  describe('links', () => {
    it('lets exactly one of many units spend a link, with everything else of that unit', async () => {
      await pair.a.commit(realm.id, [{ kind: 'create-link', link: buildLink(pair) }]);
      const unit = (label: string): Change[] => [
        { kind: 'put-credential', credential: buildCredential({ userLabel: label }) },
        { kind: 'spend-link', id: 'link-1', at: pair.clock.now() },
        { kind: 'raise-credential-version', userId: alice.id },
      ];
      const outcomes = await race(pair, ['a', 'b', 'c', 'd', 'e', 'f'].map(unit));
      expect(outcomes).toEqual(['done', 'link_spent', 'link_spent', 'link_spent', 'link_spent', 'link_spent']);
      expect((await pair.b.users.get(realm.id, alice.id))?.credentialVersion).toBe(2);
      expect(await pair.b.links.get(realm.id, 'link-1')).toMatchObject({ state: 'used', usedAt: pair.clock.now() });
    });

    it('marks older open links of the same user and kind as replaced', async () => {
      await pair.a.commit(realm.id, [
        { kind: 'create-link', link: buildLink(pair) },
        { kind: 'create-link', link: buildLink(pair, { id: 'other-kind', kind: 'verify-email' }) },
      ]);
      await pair.a.commit(realm.id, [{ kind: 'create-link', link: buildLink(pair, { id: 'link-2' }) }]);
      expect(await pair.b.links.get(realm.id, 'link-1')).toMatchObject({ state: 'replaced', replacedBy: 'link-2' });
      expect((await pair.b.links.get(realm.id, 'other-kind'))?.state).toBe('open');
      expect((await pair.b.links.search(realm.id, { userId: alice.id })).length).toBe(3);
    });

    it('adopts a link of another server once, however many units bring it', async () => {
      const unit: Change[] = [
        { kind: 'adopt-link', link: buildLink(pair) },
        { kind: 'spend-link', id: 'link-1', at: pair.clock.now() },
      ];
      expect(await race(pair, [unit, unit, unit, unit])).toEqual(['done', 'link_spent', 'link_spent', 'link_spent']);
    });

    it('keeps a warning good whatever becomes of the credentials, and beside a newer one, until all are revoked', async () => {
      const warning = (id: string): Change => ({ kind: 'create-link', link: buildLink(pair, { id, kind: 'undo-email' }) });
      await pair.a.commit(realm.id, [warning('w1'), warning('w2'), { kind: 'raise-credential-version', userId: alice.id }]);
      await pair.a.commit(realm.id, [
        { kind: 'spend-link', id: 'w1', at: pair.clock.now() },
        { kind: 'revoke-links', userId: alice.id },
      ]);
      const states = (await pair.b.links.search(realm.id, { kind: 'undo-email' })).map(({ id, state }) => [id, state]).sort();
      expect(states).toEqual([
        ['w1', 'used'],
        ['w2', 'revoked'],
      ]);
    });

    it('are found by kind, state and age, and remember when they were first opened', async () => {
      const soon = new Date(pair.clock.now().getTime() + MINUTE);
      await pair.a.commit(realm.id, [
        { kind: 'create-link', link: buildLink(pair, { expiresAt: soon, details: { tab: 't' } }) },
        { kind: 'open-link', id: 'link-1', at: pair.clock.now() },
        { kind: 'open-link', id: 'link-1', at: soon },
      ]);
      const found = async (at: Date, is: boolean) => (await pair.b.links.search(realm.id, { state: 'open', expired: { at, is } })).length;
      expect([await found(pair.clock.now(), false), await found(pair.clock.now(), true)]).toEqual([1, 0]);
      expect([await found(soon, false), await found(soon, true)]).toEqual([0, 1]);
      expect(await pair.b.links.get(realm.id, 'link-1')).toMatchObject({ openedAt: pair.clock.now(), details: { tab: 't' } });
    });

    it('leaves one open link of a kind when several are made at once', async () => {
      const unit = (id: string): Change[] => [{ kind: 'create-link', link: buildLink(pair, { id }) }];
      await race(pair, ['l1', 'l2', 'l3', 'l4'].map(unit));
      const states = (await pair.b.links.search(realm.id, {})).map((link) => link.state).sort();
      expect(states).toEqual(['open', 'replaced', 'replaced', 'replaced']);
    });

    it('spends no link that expired, was revoked, or was made for older credentials', async () => {
      const spend = (id: string): Change[] => [{ kind: 'spend-link', id, at: pair.clock.now() }];
      await pair.a.commit(realm.id, [{ kind: 'create-link', link: buildLink(pair, { expiresAt: pair.clock.now() }) }]);
      await expect(pair.a.commit(realm.id, spend('link-1'))).rejects.toMatchObject({ code: 'link_spent' });
      await pair.a.commit(realm.id, [
        { kind: 'create-link', link: buildLink(pair, { id: 'link-2' }) },
        { kind: 'revoke-link', id: 'link-2' },
      ]);
      await expect(pair.a.commit(realm.id, spend('link-2'))).rejects.toMatchObject({ code: 'link_spent' });
      await pair.a.commit(realm.id, [
        { kind: 'create-link', link: buildLink(pair, { id: 'link-3' }) },
        { kind: 'raise-credential-version', userId: alice.id },
      ]);
      await expect(pair.a.commit(realm.id, spend('link-3'))).rejects.toMatchObject({ code: 'link_spent' });
      await expect(pair.a.commit(realm.id, spend('unknown'))).rejects.toMatchObject({ code: 'link_spent' });
    });

    it('lets one of two units spend two links of one user when each makes the credentials newer', async () => {
      await pair.a.commit(realm.id, [
        { kind: 'create-link', link: buildLink(pair) },
        { kind: 'create-link', link: buildLink(pair, { id: 'link-2', kind: 'execute-actions' }) },
      ]);
      const unit = (id: string): Change[] => [
        { kind: 'put-credential', credential: buildCredential({ userLabel: id }) },
        { kind: 'spend-link', id, at: pair.clock.now() },
        { kind: 'raise-credential-version', userId: alice.id },
      ];
      expect(await race(pair, [unit('link-1'), unit('link-2')])).toEqual(['done', 'link_spent']);
    });

    it('remembers every finished action of a link, those of racing units too', async () => {
      await pair.a.commit(realm.id, [{ kind: 'create-link', link: buildLink(pair) }]);
      const unit = (action: string): Change[] => [{ kind: 'mark-link-action', id: 'link-1', action, at: pair.clock.now() }];
      await race(pair, [unit('UPDATE_PASSWORD'), unit('VERIFY_EMAIL'), unit('UPDATE_PASSWORD')]);
      expect([...((await pair.b.links.get(realm.id, 'link-1'))?.done ?? [])].sort()).toEqual(['UPDATE_PASSWORD', 'VERIFY_EMAIL']);
      await pair.a.commit(realm.id, [{ kind: 'spend-link', id: 'link-1', at: pair.clock.now() }]);
      await expect(pair.a.commit(realm.id, unit('UPDATE_PROFILE'))).rejects.toMatchObject({ code: 'link_spent' });
    });
  });

  it('forgets links that expired long ago and mail that is over, in parts, and nothing that is still good', async () => {
    const now = pair.clock.now().getTime();
    const soon = new Date(now + MINUTE);
    await pair.a.commit(realm.id, [
      { kind: 'create-link', link: buildLink(pair, { id: 'old', kind: 'verify-email', expiresAt: soon }) },
      { kind: 'create-link', link: buildLink(pair, { id: 'good', expiresAt: new Date(now + 60 * MINUTE) }) },
      ...['sent', 'failed', 'waits'].map((id): Change => ({ kind: 'queue-mail', message: buildMessage(pair, { id, linkId: null }) })),
    ]);
    for (const id of ['sent', 'failed'] as const) await pair.a.outbox.settle(realm.id, id, { state: id, at: pair.clock.now() });
    for (const store of [pair.a.links, pair.a.outbox]) expect(await store.sweep(realm.id, pair.clock.now())).toBe(0);
    const later = new Date(now + 2 * MINUTE);
    expect([await pair.a.links.sweep(realm.id, later), await pair.a.links.sweep(realm.id, later)]).toEqual([1, 0]);
    expect([await pair.a.outbox.sweep(realm.id, later), await pair.a.outbox.sweep(realm.id, later)]).toEqual([2, 0]);
    expect((await pair.b.links.search(realm.id, {})).map(({ id }) => id)).toEqual(['good']);
    expect((await pair.b.outbox.search(realm.id, {})).map(({ id }) => id)).toEqual(['waits']);
  });

  it('names people in one look, those who are there', async () => {
    expect(await pair.a.users.names(realm.id, [alice.id, alice.id, 'nobody'])).toEqual(new Map([[alice.id, alice.username]]));
  });

  describe('outbox', () => {
    const claim = (directory: typeof pair.a, seconds = 30) =>
      directory.outbox.claim({ now: pair.clock.now(), leaseUntil: new Date(pair.clock.now().getTime() + seconds * 1000), limit: 10 });

    it('leases a due message to one worker', async () => {
      await pair.a.commit(realm.id, [
        { kind: 'queue-mail', message: buildMessage(pair) },
        { kind: 'queue-mail', message: buildMessage(pair, { id: 'later', dueAt: new Date(pair.clock.now().getTime() + MINUTE) }) },
      ]);
      const claims = (await Promise.all([claim(pair.a), claim(pair.b)])).flat();
      expect(claims.map(({ realmId, message }) => [realmId, message.id, message.state, message.attempts])).toEqual([
        [realm.id, 'message-1', 'sending', 1],
      ]);
      await pair.a.outbox.settle(realm.id, 'message-1', { state: 'sent', at: pair.clock.now() });
      expect(await pair.b.outbox.get(realm.id, 'message-1')).toMatchObject({ state: 'sent', sentAt: pair.clock.now() });
    });

    it('counts what was sent lately, to anybody and to one address, and hurries what waits', async () => {
      const message = buildMessage(pair);
      await pair.a.commit(realm.id, [
        { kind: 'queue-mail', message },
        { kind: 'queue-mail', message: buildMessage(pair, { id: 'other', to: 'other@acme.example' }) },
      ]);
      const at = pair.clock.now();
      expect(await pair.a.outbox.hasten(realm.id, message.id, at)).toBe(true);
      for (const id of [message.id, 'other']) await pair.a.outbox.settle(realm.id, id, { state: 'sent', at });
      expect(await pair.a.outbox.hasten(realm.id, message.id, at)).toBe(false);
      const since = new Date(at.getTime() - 1);
      expect(await pair.b.outbox.countSent(realm.id, { since })).toBe(2);
      expect(await pair.b.outbox.countSent(realm.id, { since, to: message.to })).toBe(1);
      expect(await pair.b.outbox.countSent(realm.id, { since: at })).toBe(0);
      expect(await pair.b.outbox.search(realm.id, { linkIds: [message.linkId ?? ''] })).toHaveLength(2);
    });

    it('hands a message on whose lease ran out, and one that is to be tried again when it is due', async () => {
      await pair.a.commit(realm.id, [{ kind: 'queue-mail', message: buildMessage(pair) }]);
      await claim(pair.a, 30);
      expect(await claim(pair.b)).toEqual([]);
      pair.clock.advance(31_000);
      expect((await claim(pair.b))[0]?.message.attempts).toBe(2);
      const dueAt = new Date(pair.clock.now().getTime() + MINUTE);
      await pair.b.outbox.settle(realm.id, 'message-1', { state: 'retrying', at: pair.clock.now(), dueAt, error: '451 later' });
      expect(await claim(pair.a)).toEqual([]);
      pair.clock.advance(MINUTE);
      expect((await claim(pair.a))[0]?.message).toMatchObject({ attempts: 3, lastError: '451 later' });
    });
  });
}
