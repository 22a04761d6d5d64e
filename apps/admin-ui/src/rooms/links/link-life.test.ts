import { describe, expect, it } from '@jest/globals';
import type { MailedLink } from '../../api/link-types.ts';
import { isAlive, lifeOf, mayResend } from './link-life.ts';

const link: MailedLink = {
  id: '1',
  userId: 'u',
  username: 'ann',
  kind: 'execute-actions',
  actions: ['UPDATE_PASSWORD'],
  done: [],
  email: 'ann@demo.test',
  clientId: 'shop',
  locale: 'en',
  state: 'sent',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: '2026-01-01T12:00:00Z',
  openedAt: null,
  usedAt: null,
  replacedBy: null,
  mail: { id: 'm', state: 'sent', attempts: 1, lastWords: '250 ok', dueAt: null, sentAt: '2026-01-01T00:00:02Z' },
};

describe('the life of a mailed link', () => {
  it('is told in order, with the end that it may still reach', () => {
    expect(lifeOf(link).map(({ key }) => key)).toEqual(['links.madeAt', 'links.sentAt', 'links.goodUntil']);
  });

  it('ends with its use', () => {
    const used = { ...link, state: 'used', openedAt: '2026-01-01T01:00:00Z', usedAt: '2026-01-01T01:01:00Z' } as const;
    expect(lifeOf(used).map(({ key }) => key)).toEqual(['links.madeAt', 'links.sentAt', 'links.openedAt', 'links.usedAt']);
    expect([isAlive(used), mayResend(used)]).toEqual([false, false]);
  });

  it('can begin again with another mail until it is used or taken back; one that was handed over has none', () => {
    const states = ['sent', 'failed', 'expired', 'revoked', 'replaced', 'used', 'issued'] as const;
    expect(states.filter((state) => mayResend({ state }))).toEqual(['sent', 'failed', 'expired', 'replaced']);
  });
});
