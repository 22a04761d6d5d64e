import type { Realm } from '@anteroom/core';
import { isPlainAddress, oneLine } from './mail-address.ts';
import type { Mailbox, MailServer } from './mail-transport.ts';

export interface MailSettings {
  /** Null when neither the realm nor the server-wide default names a mail server. */
  readonly server: MailServer | null;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly envelopeFrom: string | null;
}

/** Server-wide settings for realms that name no mail server of their own. */
export interface MailDefaults {
  /** `smtp://[user:password@]host[:port]` or `smtps://…`. */
  readonly smtpUrl: string | null;
  readonly from: string | null;
}

export type MailSettingsResult =
  | { readonly kind: 'settings'; readonly settings: MailSettings }
  | { readonly kind: 'unusable'; readonly reason: string };

/** Reads Keycloak's `smtpServer` map: every value is text, switches are `"true"`. */
export function mailSettings(realm: Realm, defaults: MailDefaults): MailSettingsResult {
  const smtp = realm.smtpServer;
  if (isOn(smtp.auth) && smtp.authType === 'token') return unusable('sign-in to the mail server by OAuth 2 token is not supported');
  const server = smtp.host ? realmServer(smtp, smtp.host) : defaultServer(defaults.smtpUrl);
  if (server === 'bad-port') return unusable(`the port of mail server ${smtp.host} is not a number`);
  const from = smtp.from || defaults.from;
  if (!from) return server === null ? unusable('no mail server is configured') : unusable('no sender address is configured');
  for (const address of [from, smtp.replyTo, smtp.envelopeFrom]) {
    if (address && !isPlainAddress(address)) return unusable(`${JSON.stringify(address)} is not a plain e-mail address`);
  }
  return {
    kind: 'settings',
    settings: {
      server,
      from: { address: from, name: oneLine(smtp.fromDisplayName ?? '') || null },
      replyTo: smtp.replyTo ? { address: smtp.replyTo, name: oneLine(smtp.replyToDisplayName ?? '') || null } : null,
      envelopeFrom: smtp.envelopeFrom || null,
    },
  };
}

function realmServer(smtp: Realm['smtpServer'], host: string): MailServer | 'bad-port' {
  const tls = isOn(smtp.ssl) ? 'ssl' : isOn(smtp.starttls) ? 'starttls' : 'none';
  // Keycloak leaves the port to Jakarta Mail: 25, or 465 for TLS from the start.
  const port = smtp.port ? Number(smtp.port) : tls === 'ssl' ? 465 : 25;
  if (!Number.isInteger(port) || port < 1 || port > 65535) return 'bad-port';
  const auth = isOn(smtp.auth) ? { user: smtp.user ?? '', password: smtp.password ?? '' } : null;
  return { host, port, tls, auth, allowUtf8: isOn(smtp.allowutf8) };
}

function defaultServer(smtpUrl: string | null): MailServer | null {
  if (smtpUrl === null) return null;
  const url = new URL(smtpUrl);
  const ssl = url.protocol === 'smtps:';
  const port = url.port === '' ? (ssl ? 465 : 587) : Number(url.port);
  const auth = url.username === '' ? null : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  // A password does not travel in the clear unless somebody asked for it (`?tls=none`).
  const plain = url.searchParams.get('tls') === 'none' || (auth === null && url.searchParams.get('tls') !== 'starttls');
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, tls: ssl ? 'ssl' : plain ? 'none' : 'starttls', auth, allowUtf8: false };
}

function isOn(value: string | undefined): boolean {
  return value === 'true' || value === 'on';
}

function unusable(reason: string): MailSettingsResult {
  return { kind: 'unusable', reason };
}
