import { COOKIES } from './cookies.ts';
import type { Visit } from './visit.ts';

const YEAR_SECONDS = 31_536_000;
const PREFIX = 'username:';
/** Longer than any user name; a cookie is what the browser says. */
const LONGEST = 1024;

/** The name that was typed last with "remember me" ticked; it proves nothing and only fills the form in. Null where the realm remembers nobody. */
export function rememberedName({ realm, cookies }: Pick<Visit, 'realm' | 'cookies'>): string | null {
  const value = cookies[COOKIES.remember] ?? '';
  if (!realm.realm.rememberMe || !value.startsWith(PREFIX) || value.length > LONGEST) return null;
  try {
    return decodeURIComponent(value.slice(PREFIX.length)) || null;
  } catch {
    return null;
  }
}

/** Keycloak's cookie, for a year; whoever signs in without ticking it is forgotten. */
export function rememberName({ realm, cookies, jar, setCookies }: Visit, username: string, rememberMe: boolean): void {
  if (realm.realm.rememberMe && rememberMe)
    setCookies.push(jar.set(COOKIES.remember, `${PREFIX}${encodeURIComponent(username)}`, { maxAge: YEAR_SECONDS }));
  else if (cookies[COOKIES.remember] !== undefined) setCookies.push(jar.clear(COOKIES.remember));
}
