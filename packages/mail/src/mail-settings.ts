import type { Realm } from '@anteroom/core';
import { isPlainAddress, oneLine } from './mail-address.ts';
import type { MailAuth, Mailbox, MailServer } from './mail-transport.ts';

export interface MailSettings {
  /** In the order they are tried; none when neither the realm nor the server-wide default names a mail server. */
  readonly servers: readonly MailServer[];
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly envelopeFrom: string | null;
}

/** Server-wide settings for realms that name no mail server of their own. */
export interface MailDefaults {
  /** `smtp://[user:password@]host[:port]` or `smtps://…`. */
  readonly smtpUrl: string | null;
  /** Takes what the first cannot be given. */
  readonly fallbackUrl?: string | null;
  readonly from: string | null;
}

export type MailSettingsResult =
  | { readonly kind: 'settings'; readonly settings: MailSettings }
  | { readonly kind: 'unusable'; readonly reason: string };

/** Reads Keycloak's `smtpServer` map: every value is text, switches are `"true"`. */
export function mailSettings(realm: Realm, defaults: MailDefaults): MailSettingsResult {
  const smtp = realm.smtpServer;
  const found = smtp.host ? realmServers(smtp) : defaultServers(defaults);
  if (typeof found === 'string') return unusable(found);
  const from = smtp.from || defaults.from;
  if (!from) return found.length === 0 ? unusable('no mail server is configured') : unusable('no sender address is configured');
  for (const address of [from, smtp.replyTo, smtp.envelopeFrom]) {
    if (address && !isPlainAddress(address)) return unusable(`${JSON.stringify(address)} is not a plain e-mail address`);
  }
  return {
    kind: 'settings',
    settings: {
      servers: found,
      from: { address: from, name: oneLine(smtp.fromDisplayName ?? '') || null },
      replyTo: smtp.replyTo ? { address: smtp.replyTo, name: oneLine(smtp.replyToDisplayName ?? '') || null } : null,
      envelopeFrom: smtp.envelopeFrom || null,
    },
  };
}

type Smtp = Readonly<Record<string, string | undefined>>;

/** The realm's server and, under the same keys with `fallback.` before them, a second one. A text says what is wrong. */
function realmServers(smtp: Smtp): readonly MailServer[] | string {
  const second = Object.fromEntries(
    Object.entries(smtp).flatMap(([key, value]) => (key.startsWith(FALLBACK) ? [[key.slice(FALLBACK.length), value]] : [])),
  );
  const servers: MailServer[] = [];
  for (const one of second.host ? [smtp, second] : [smtp]) {
    const server = realmServer(one);
    if (typeof server === 'string') return server;
    servers.push(server);
  }
  return servers;
}

const FALLBACK = 'fallback.';

function realmServer(smtp: Smtp): MailServer | string {
  const host = smtp.host ?? '';
  const tls = isOn(smtp.ssl) ? 'ssl' : isOn(smtp.starttls) ? 'starttls' : 'none';
  // Keycloak leaves the port to Jakarta Mail: 25, or 465 for TLS from the start.
  const port = smtp.port ? Number(smtp.port) : tls === 'ssl' ? 465 : 25;
  if (!Number.isInteger(port) || port < 1 || port > 65535) return `the port of mail server ${host} is not a number`;
  const auth = isOn(smtp.auth) ? realmAuth(smtp) : null;
  if (auth?.kind === 'token' && !URL.canParse(auth.source.url)) return `the token address of mail server ${host} is not a URL`;
  return { host, port, tls, auth, allowUtf8: isOn(smtp.allowutf8) };
}

/** Keycloak's `authType`: `basic`, which is also meant without one, or `token`. */
function realmAuth(smtp: Smtp): MailAuth {
  const user = smtp.user ?? '';
  if (smtp.authType !== 'token') return { kind: 'password', user, password: smtp.password ?? '' };
  const { authTokenUrl = '', authTokenClientId = '', authTokenClientSecret = '', authTokenScope = '' } = smtp;
  const source = { url: authTokenUrl, clientId: authTokenClientId, clientSecret: authTokenClientSecret, scope: authTokenScope };
  return { kind: 'token', user, source };
}

function defaultServers({ smtpUrl, fallbackUrl = null }: MailDefaults): readonly MailServer[] {
  return [smtpUrl, fallbackUrl].filter((url) => url !== null).map(defaultServer);
}

function defaultServer(smtpUrl: string): MailServer {
  const url = new URL(smtpUrl);
  const ssl = url.protocol === 'smtps:';
  const port = url.port === '' ? (ssl ? 465 : 587) : Number(url.port);
  const auth: MailAuth | null =
    url.username === '' ? null : { kind: 'password', user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
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
