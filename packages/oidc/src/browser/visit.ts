import type { RealmSnapshot, Urls } from '@anteroom/core';
import type { HttpContext } from '../http-context.ts';
import { COOKIES, type RealmCookies, readCookies, realmCookies } from './cookies.ts';
import { chooseLocale } from './locale.ts';

/** One request of a browser: who asks, with which cookies, and the cookies it will be given. */
export interface Visit {
  readonly realm: RealmSnapshot;
  readonly ip: string;
  readonly locale: string;
  readonly userAgent: string;
  /** The person chose it just now (`kc_locale`); null otherwise. */
  readonly chosenLocale: string | null;
  readonly cookies: Readonly<Partial<Record<string, string>>>;
  readonly jar: RealmCookies;
  /** `Set-Cookie` lines of the answer, in order. */
  readonly setCookies: string[];
}

export function visitOf(ctx: HttpContext, realm: RealmSnapshot, urls: Urls, parameters: Readonly<Record<string, string>>): Visit {
  const cookies = readCookies(ctx.headers.cookie);
  const jar = realmCookies(urls, realm);
  const asked = parameters.kc_locale;
  const locale = chooseLocale(realm, {
    asked,
    cookie: cookies[COOKIES.locale],
    uiLocales: parameters.ui_locales,
    acceptLanguage: ctx.headers['accept-language'],
  });
  const userAgent = ctx.headers['user-agent'] ?? '';
  const chosenLocale = asked === locale ? locale : null;
  const setCookies = chosenLocale === null ? [] : [jar.set(COOKIES.locale, chosenLocale)];
  return { realm, ip: ctx.ip, locale, chosenLocale, userAgent, cookies, jar, setCookies };
}
