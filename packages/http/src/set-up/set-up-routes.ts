import type { SetUpDeadReason, SetUpLink } from '@anteroom/action-tokens';
import { type FieldErrors, type PageRenderer, pageRealm, type RealmSnapshot, type View } from '@anteroom/core';
import type { HttpAnswer, HttpContext } from '@anteroom/oidc';
import { chooseLocale, LOCALES, pageCsp } from '@anteroom/pages';
import type { BaseUrl } from '../base-url.ts';
import { checkAccount } from './check-account.ts';

export interface SetUpDependencies {
  readonly setUp: Pick<SetUpLink, 'open' | 'create'>;
  readonly base: BaseUrl;
  readonly renderer: PageRenderer;
  /** Base path of the pages' static files. */
  readonly resources: string;
  readonly development: boolean;
}

export interface SetUpRoutes {
  /** True when the request was for the set-up page and has been answered. */
  handle(ctx: HttpContext): Promise<boolean>;
}

const PATH = '/admin/set-up';

/** The address that the start prints. Below `/admin`, where an installation that shows only its realms to the world does not show it. */
export const setUpUrl = (base: BaseUrl, key: string): string => `${base.text}${PATH}?${new URLSearchParams({ key })}`;

/**
 * The page that makes the first administrator. GET and HEAD change nothing; the POST carries the key again, which no other site knows,
 * and is refused when the browser says that another site sent it. No cookie, no session: the new administrator signs in as everybody does.
 */
export function createSetUpRoutes(dependencies: SetUpDependencies): SetUpRoutes {
  const { setUp, base } = dependencies;

  async function answerTo(ctx: HttpContext): Promise<HttpAnswer> {
    const form = ctx.method === 'POST' ? await ctx.readForm() : null;
    const keys = form === null ? ctx.query.getAll('key') : [form.values.key ?? ''];
    const key = keys.length === 1 ? (keys[0] ?? '') : '';
    const opened = await setUp.open(key);
    const locale = (form === null ? ctx.query.get('kc_locale') : form.values.kc_locale) ?? null;
    const show = (status: number, view: View) => page(dependencies, ctx, { status, view, key, locale, master: opened.master });
    const dead = (reason: SetUpDeadReason) => show(400, { kind: 'set-up-dead', reason, signInUrl: `${base.text}/admin/` });
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && ctx.method !== 'POST') {
      const answer = dead(opened.kind === 'dead' ? opened.reason : 'unknown');
      return { ...answer, status: 405, headers: { ...answer.headers, allow: 'GET, HEAD, POST' } };
    }
    if (opened.kind === 'dead') return dead(opened.reason);
    if (form === null) return show(200, { kind: 'set-up', username: '', fieldErrors: {} });
    if (form.wrongType || form.duplicated.length > 0 || isFromElsewhere(ctx)) return dead('unknown');

    const account = checkAccount(form.values);
    const wrong = (fieldErrors: FieldErrors) => show(200, { kind: 'set-up', username: account.username, fieldErrors });
    if (account.kind === 'wrong') return wrong(account.fieldErrors);
    const result = await setUp.create(key, account);
    if (result.kind === 'refused') return wrong({ [result.field]: result.message });
    if (result.kind === 'dead') return dead(result.reason);
    return { status: 303, headers: { ...PRIVATE, location: `${base.text}/admin/` }, body: null };
  }

  return {
    async handle(ctx) {
      if (ctx.path !== PATH) return false;
      ctx.send(await answerTo(ctx));
      return true;
    },
  };
}

/** Kept nowhere, told to no other site. */
const PRIVATE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' } as const;

/** `Origin` says nothing here: without a referrer browsers send `null` (Fetch §3.3). Browsers that send `Sec-Fetch-Site` do so truthfully. */
function isFromElsewhere(ctx: HttpContext): boolean {
  const site = ctx.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin';
}

interface SetUpPage {
  readonly status: number;
  readonly view: View;
  readonly key: string;
  /** The language that was clicked on; null without a click. */
  readonly locale: string | null;
  readonly master: RealmSnapshot;
}

function page(
  { renderer, resources, development, base }: SetUpDependencies,
  ctx: HttpContext,
  { status, view, key, locale, master }: SetUpPage,
): HttpAnswer {
  const action = `${base.path}${PATH}`;
  const body = renderer.render(view, {
    // The server's page rather than a realm's: its own name, and every language there is.
    realm: {
      ...pageRealm(master.realm),
      displayName: 'Anteroom',
      displayNameHtml: null,
      internationalizationEnabled: true,
      supportedLocales: LOCALES,
    },
    locale: chooseLocale({
      supported: LOCALES,
      kcLocale: locale,
      userLocale: null,
      uiLocales: null,
      cookie: null,
      acceptLanguage: ctx.headers['accept-language'] ?? null,
      default: null,
    }),
    action,
    hidden: { key, ...(locale === null ? {} : { kc_locale: locale }) },
    links: { changeLocale: (to: string) => `${action}?${new URLSearchParams({ key, kc_locale: to })}` },
    resources,
    development,
  });
  return {
    status,
    headers: {
      ...PRIVATE,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pageCsp({ kind: view.kind, realmPolicy: null }),
      'x-robots-tag': 'noindex, nofollow',
    },
    body,
  };
}
