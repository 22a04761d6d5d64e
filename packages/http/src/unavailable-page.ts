import type { PageRenderer } from '@anteroom/core';
import { chooseLocale, LOCALES, pageCsp } from '@anteroom/pages';
import type { Context } from 'koa';

export interface UnavailablePageDependencies {
  readonly renderer: PageRenderer;
  /** Base path of the pages' style sheet. */
  readonly resources: string;
  readonly development: boolean;
}

/** For a browser that asks while not even the realm can be read: the page of no realm, in the browser's language. */
export type UnavailablePage = (ctx: Context) => { readonly headers: Readonly<Record<string, string>>; readonly html: string };

export function createUnavailablePage({ renderer, resources, development }: UnavailablePageDependencies): UnavailablePage {
  return (ctx) => {
    const locale = chooseLocale({
      supported: LOCALES,
      kcLocale: null,
      userLocale: null,
      uiLocales: null,
      cookie: ctx.cookies.get('KEYCLOAK_LOCALE') ?? null,
      acceptLanguage: ctx.req.headers['accept-language'] ?? null,
      default: null,
    });
    const view = { kind: 'error', message: { key: 'temporarilyUnavailableMessage' }, back: null, requestId: ctx.state.requestId } as const;
    return {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': pageCsp({ kind: 'error', realmPolicy: null }),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
      html: renderer.render(view, { realm: NO_REALM, locale, action: '', hidden: {}, links: {}, resources, development }),
    };
  };
}

const NO_REALM = {
  name: 'Anteroom',
  displayName: 'Anteroom',
  displayNameHtml: null,
  resetPasswordAllowed: false,
  registrationAllowed: false,
  rememberMe: false,
  loginWithEmailAllowed: false,
  registrationEmailAsUsername: false,
  internationalizationEnabled: false,
  supportedLocales: [],
  localizationTexts: {},
} as const;
