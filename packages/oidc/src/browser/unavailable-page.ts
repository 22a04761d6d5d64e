import { isAnteroomError, type Log, type RealmSnapshot, type Urls } from '@anteroom/core';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import type { RealmEndpoint } from './authorization-endpoint.ts';
import type { Pages } from './pages.ts';
import { singleValues } from './single-values.ts';
import { visitOf } from './visit.ts';

export interface UnavailablePageDependencies {
  readonly pages: Pages;
  readonly urls: Urls;
  readonly log: Log;
}

/** What leads back to a step of a login whose form could not be taken; nothing that was typed, and no code of the form. */
const NAMES_OF_A_STEP = ['client_id', 'tab_id', 'client_data', 'kc_locale'];

/**
 * A store that does not answer, or a password lane that is full, is a page with `503` and `Retry-After` for a browser, and a link that
 * tries again: the login in progress is still there. A program that posts (a logout with a refresh token) is left to the JSON of the edge.
 */
export function createUnavailablePage({ pages, urls, log }: UnavailablePageDependencies) {
  const wayOn = (ctx: HttpContext, realm: RealmSnapshot): string | null => {
    const values = singleValues(ctx.query).values;
    const step = ctx.path.includes('/login-actions/');
    if (ctx.method !== 'GET' && !step) return null;
    const kept = step ? Object.fromEntries(NAMES_OF_A_STEP.flatMap((name) => (values[name] ? [[name, values[name]]] : []))) : values;
    const below = ctx.path.slice(ctx.path.indexOf('/', ctx.path.indexOf('/realms/') + '/realms/'.length));
    return `${urls.issuer(realm.name)}${below}?${new URLSearchParams(kept)}`;
  };

  return (endpoint: RealmEndpoint): RealmEndpoint =>
    async (ctx, realm): Promise<HttpAnswer> => {
      try {
        return await endpoint(ctx, realm);
      } catch (error) {
        if (!isAnteroomError(error, 'store_unavailable') && !isAnteroomError(error, 'busy')) throw error;
        const isForm = ctx.method === 'GET' || ctx.path.includes('/login-actions/') || ctx.headers.accept?.includes('text/html') === true;
        if (!isForm) throw error;
        log.warn('page.unavailable', { realm: realm.name, path: ctx.path, reason: error.message });
        const visit = visitOf(ctx, realm, urls, singleValues(ctx.query).values);
        const page = pages.page(visit, 503, {
          kind: 'error',
          message: { key: 'temporarilyUnavailableMessage' },
          back: retry(wayOn(ctx, realm)),
          requestId: null,
        });
        return { ...page, headers: { ...page.headers, 'cache-control': 'no-store', 'retry-after': String(error.retryAfter ?? 1) } };
      }
    };
}

function retry(url: string | null) {
  return url === null ? null : { url, text: { key: 'doTryAgain' } };
}
