import type { MantineColor } from '@mantine/core';
import type { LinkState, MailedLink } from '../../api/link-types.ts';
import type { MessageKey } from '../../i18n/messages.ts';

export const STATE_TEXT = {
  queued: 'linkState.queued',
  sending: 'linkState.sending',
  retrying: 'linkState.retrying',
  sent: 'linkState.sent',
  failed: 'linkState.failed',
  issued: 'linkState.issued',
  opened: 'linkState.opened',
  used: 'linkState.used',
  expired: 'linkState.expired',
  replaced: 'linkState.replaced',
  revoked: 'linkState.revoked',
} as const satisfies Record<LinkState, MessageKey>;

export const STATE_COLOUR: Readonly<Record<LinkState, MantineColor>> = {
  queued: 'gray',
  sending: 'gray',
  retrying: 'amber',
  sent: 'door',
  failed: 'red',
  issued: 'door',
  opened: 'door',
  used: 'gray',
  expired: 'gray',
  replaced: 'gray',
  revoked: 'gray',
};

const OVER: ReadonlySet<LinkState> = new Set(['used', 'expired', 'replaced', 'revoked']);

/** Whether it can still be used, and so be revoked. */
export const isAlive = ({ state }: Pick<MailedLink, 'state'>): boolean => !OVER.has(state);

/** What is never mailed again: it had its use, was taken back, or was not mailed in the first place. */
const NOT_AGAIN: ReadonlySet<LinkState> = new Set(['used', 'revoked', 'issued']);

/** Whether it can be mailed once more: a new one takes the place of one that expired or was replaced. */
export const mayResend = ({ state }: Pick<MailedLink, 'state'>): boolean => !NOT_AGAIN.has(state);

/** What happened to it, in order, for those who read its life. */
export function lifeOf(link: MailedLink): readonly { readonly key: MessageKey; readonly at: string }[] {
  const steps: readonly (readonly [MessageKey, string | null | undefined])[] = [
    ['links.madeAt', link.createdAt],
    ['links.sentAt', link.mail?.sentAt],
    ['links.openedAt', link.openedAt],
    ['links.usedAt', link.usedAt],
    [isAlive(link) ? 'links.goodUntil' : 'links.wasGoodUntil', link.usedAt === null ? link.expiresAt : null],
  ];
  return steps.flatMap(([key, at]) => (at === null || at === undefined ? [] : [{ key, at }]));
}

/** What a list of links can be narrowed to. */
export const LINK_FILTERS = ['open', 'used', 'replaced', 'revoked', 'expired'] as const;
export const FILTER_TEXT = {
  open: 'linkState.open',
  used: 'linkState.used',
  replaced: 'linkState.replaced',
  revoked: 'linkState.revoked',
  expired: 'linkState.expired',
} as const satisfies Record<(typeof LINK_FILTERS)[number], MessageKey>;
