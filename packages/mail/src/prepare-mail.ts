import {
  type ActionLink,
  type Clock,
  type Directory,
  type MailedCodes,
  type MailRenderer,
  type OutboxMessage,
  type RealmSnapshot,
  type User,
  WARNING_LINKS,
} from '@anteroom/core';
import { isPlainAddress, oneLine } from './mail-address.ts';
import type { MailSettings } from './mail-settings.ts';
import type { OutgoingMail } from './mail-transport.ts';

export interface PrepareMailDependencies {
  readonly directory: { readonly links: Pick<Directory['links'], 'get'>; readonly users: Pick<Directory['users'], 'get'> };
  readonly mint: (realm: RealmSnapshot, link: ActionLink) => Promise<{ readonly url: string }>;
  readonly codes: MailedCodes;
  readonly renderer: MailRenderer;
  readonly clock: Clock;
}

export type PreparedMail =
  | { readonly kind: 'mail'; readonly mail: OutgoingMail }
  /** There is nothing left to send, and why. */
  | { readonly kind: 'drop'; readonly state: 'expired' | 'failed'; readonly reason: string };

/** Makes the mail of an outbox row at the last moment: the bearer link exists from here on, and nowhere in the directory. */
export async function prepareMail(
  { directory, mint, codes, renderer, clock }: PrepareMailDependencies,
  realm: RealmSnapshot,
  message: OutboxMessage,
  settings: MailSettings,
): Promise<PreparedMail> {
  const now = clock.now();
  if (message.expiresAt <= now)
    return { kind: 'drop', state: 'expired', reason: message.lastError ?? 'its time was over before it could be sent' };
  if (!isPlainAddress(message.to)) return { kind: 'drop', state: 'failed', reason: 'the recipient is not a plain e-mail address' };
  const user = message.userId === null ? null : await directory.users.get(realm.id, message.userId);
  const link = message.linkId === null ? null : await directory.links.get(realm.id, message.linkId);
  const dead = message.linkId === null ? null : whyDead(link, user, now);
  if (dead !== null) return { kind: 'drop', state: 'expired', reason: dead };

  const rendered = renderer.render({
    realm: realm.realm,
    template: message.template,
    parameters: await parametersOf(codes, realm, message),
    link: link === null ? null : (await mint(realm, link)).url,
    linkExpiresInMinutes: link === null ? null : Math.max(1, Math.round((link.expiresAt.getTime() - now.getTime()) / 60_000)),
    actions: link?.actions ?? [],
    user:
      user === null
        ? null
        : { username: user.username, firstName: user.firstName, lastName: user.lastName, email: user.email ?? message.to },
    locale: message.locale ?? realm.realm.defaultLocale ?? 'en',
  });
  return {
    kind: 'mail',
    mail: {
      realm: realm.name,
      // From the row's id: whoever receives a second copy after a crash can tell that it is one (RFC 5322 §3.6.4).
      messageId: `<${message.id}@${settings.from.address.slice(settings.from.address.lastIndexOf('@') + 1)}>`,
      date: message.createdAt,
      from: settings.from,
      replyTo: settings.replyTo,
      envelopeFrom: settings.envelopeFrom,
      to: message.to,
      subject: oneLine(rendered.subject),
      text: rendered.text,
      html: rendered.html,
    },
  };
}

/** A row holds a word in place of a code, as it holds no bearer link. */
async function parametersOf(codes: MailedCodes, realm: RealmSnapshot, { parameters, userId, expiresAt }: OutboxMessage) {
  const { word, ...rest } = parameters;
  return word === undefined || userId === null ? parameters : { ...rest, code: await codes.code(realm, { userId, word, expiresAt }) };
}

/** A link that would open on a "no longer valid" page is not mailed. */
function whyDead(link: ActionLink | null, user: User | null, now: Date): string | null {
  if (link === null || user === null) return 'the account or its link is gone';
  if (link.state !== 'open') return `the link was ${link.state} before the mail was sent`;
  if (link.expiresAt <= now) return 'the link expired before the mail was sent';
  if (!user.enabled) return 'the account was disabled before the mail was sent';
  if (WARNING_LINKS.includes(link.kind)) return null;
  if (link.kind !== 'update-email' && user.email?.toLowerCase() !== link.email) return 'the address was changed before the mail was sent';
  if (user.credentialVersion !== link.credentialVersion) return 'the password was changed before the mail was sent';
  return null;
}
