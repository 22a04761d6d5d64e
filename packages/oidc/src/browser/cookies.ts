import type { RealmSnapshot, Urls } from '@anteroom/core';

/** Keycloak's names (settled 2); what is in them is ours. */
export const COOKIES = {
  root: 'AUTH_SESSION_ID',
  rootHash: 'KC_AUTH_SESSION_HASH',
  /** Ours alone: what the browser was given when somebody proved who they are in a login that is not finished. */
  holder: 'AUTH_SESSION_HOLDER',
  restart: 'KC_RESTART',
  identity: 'KEYCLOAK_IDENTITY',
  session: 'KEYCLOAK_SESSION',
  locale: 'KEYCLOAK_LOCALE',
  /** Whose name the form begins with next time, of who ticked "remember me". */
  remember: 'KEYCLOAK_REMEMBER_ME',
  /** Ours alone: who has signed in in this browser before, in realms that warn of new ones. */
  device: 'ANTEROOM_DEVICE',
} as const;

export type CookieName = (typeof COOKIES)[keyof typeof COOKIES];

export interface CookieOptions {
  /** Seconds; absent: until the browser closes. */
  readonly maxAge?: number;
  /** The session iframe and the page's own check read it. */
  readonly readable?: boolean;
}

/** `Set-Cookie` lines of a realm. */
export interface RealmCookies {
  set(name: CookieName, value: string, options?: CookieOptions): string;
  clear(name: CookieName): string;
}

/**
 * On https `Secure; SameSite=None` as Keycloak, so that a client's cross-site POST or iframe finds them; on plain-http loopback, where
 * browsers drop such cookies, `SameSite=Lax` without `Secure` (a deliberate difference). Every state-changing POST carries a session
 * code, so `None` opens no forgery.
 */
export function realmCookies(urls: Urls, realm: RealmSnapshot): RealmCookies {
  const base = new URL(urls.base);
  const path = `${base.pathname.replace(/\/$/, '')}/realms/${encodeURIComponent(realm.name)}/`;
  const site = base.protocol === 'https:' ? 'Secure; ' : '';
  const sameSite = base.protocol === 'https:' ? 'SameSite=None' : 'SameSite=Lax';
  return {
    set: (name, value, { maxAge, readable = false } = {}) =>
      `${name}=${value}; Version=1; Path=${path}; ${maxAge === undefined ? '' : `Max-Age=${maxAge}; `}${site}${readable ? '' : 'HttpOnly; '}${sameSite}`,
    clear: (name) => `${name}=; Version=1; Path=${path}; Max-Age=0`,
  };
}

/** Cookies of a request; of a repeated name the first counts, which is the one of the longest path (RFC 6265 §5.4). */
export function readCookies(header: string | undefined): Readonly<Partial<Record<string, string>>> {
  const cookies: Record<string, string> = Object.create(null);
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals < 1) continue;
    const name = part.slice(0, equals).trim();
    if (!(name in cookies)) cookies[name] = part.slice(equals + 1).trim();
  }
  return cookies;
}
