import { type PageRenderer, pageRealm, type RealmSnapshot, type View } from '@anteroom/core';
import type { HttpAnswer } from '@anteroom/oidc';
import { pageCsp } from '@anteroom/pages';

export interface LinkPageDependencies {
  readonly renderer: PageRenderer;
  /** Base path of the pages' static files. */
  readonly resources: string;
  readonly development: boolean;
}

export interface LinkPage {
  readonly status: number;
  readonly view: View;
  readonly locale: string;
  /** Where forms post to: without the key, so that it stands in no log. */
  readonly action: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly changeLocale?: (locale: string) => string;
  /** Where a person can sign in again. */
  readonly signIn?: string;
  readonly retryAfter?: number;
}

/**
 * A page that was reached by a bearer link, or handles one: it tells no other site where it came from, is kept nowhere; it sets no
 * cookie.
 */
export function linkPage({ renderer, resources, development }: LinkPageDependencies, realm: RealmSnapshot, page: LinkPage): HttpAnswer {
  const body = renderer.render(page.view, {
    realm: pageRealm(realm.realm),
    locale: page.locale,
    action: page.action,
    hidden: page.hidden ?? {},
    links: {
      ...(page.changeLocale === undefined ? {} : { changeLocale: page.changeLocale }),
      ...(page.signIn === undefined ? {} : { restart: page.signIn }),
    },
    resources,
    development,
  });
  return {
    status: page.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': pageCsp({ kind: page.view.kind, realmPolicy: realm.realm.browserSecurityHeaders.contentSecurityPolicy }),
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
      ...(page.retryAfter === undefined ? {} : { 'retry-after': String(page.retryAfter) }),
    },
    body,
  };
}
