import { clientHome, createTurns, isAnteroomError, type RealmCache, type RealmSnapshot, type Urls, type View } from '@anteroom/core';
import type { HttpContext } from '@anteroom/oidc';
import { chooseLocale } from '@anteroom/pages';
import { errorAnswer, type HandedOn, type LinkAnswer } from './link-answer.ts';
import { type LinkPageDependencies, linkPage } from './link-page.ts';
import { readCookie } from './read-cookie.ts';
import { type ShowLinkDependencies, showLink } from './show-link.ts';
import { type TakeLinkStepDependencies, takeLinkStep } from './take-link-step.ts';

export interface ActionTokenDependencies extends LinkPageDependencies, ShowLinkDependencies, Omit<TakeLinkStepDependencies, 'turns'> {
  readonly realms: Pick<RealmCache, 'byName' | 'client'>;
  readonly links: TakeLinkStepDependencies['links'];
  readonly requiredActions: TakeLinkStepDependencies['requiredActions'];
  readonly directory: ShowLinkDependencies['directory'] & TakeLinkStepDependencies['directory'];
  readonly sessions: ShowLinkDependencies['sessions'] & TakeLinkStepDependencies['sessions'];
  readonly urls: Urls;
}

export interface ActionTokenRoutes {
  /** True when the request was for a link and has been answered. */
  handle(ctx: HttpContext): Promise<boolean>;
  /** Below a realm. */
  readonly path: string;
}

/** Whoever waits holds nothing but a request, and costs one look at the link afterwards: more than people make of one link, and no flood. */
const MOST_WAITING = 100;
const PATH = /^\/realms\/([^/]+)\/login-actions\/action-token$/;

/**
 * `/realms/{realm}/login-actions/action-token`: where a mailed link leads. GET and HEAD show what would happen and change nothing, so
 * scanners, previews and prefetching cost nobody a link. Everything else is a POST that carries the key again: there is no login in
 * progress and no cookie, hence nothing that a restart could lose, and no session of whoever opened the link is used or touched.
 */
export function createActionTokenRoutes(given: ActionTokenDependencies): ActionTokenRoutes {
  const dependencies = { ...given, turns: createTurns({ most: MOST_WAITING }) };
  const { realms, urls } = dependencies;
  return {
    path: '/login-actions/action-token',
    async handle(ctx) {
      const name = PATH.exec(ctx.path)?.[1];
      const realm = name === undefined ? null : await realms.byName(decode(name));
      if (realm === null) return false;
      const answer = await answerTo(dependencies, realm, ctx);
      if ('answer' in answer) {
        ctx.send({ ...answer.answer, headers: { ...answer.answer.headers, 'referrer-policy': 'no-referrer' } });
        return true;
      }
      const action = `${urls.issuer(realm.name)}/login-actions/action-token`;
      const key = ctx.query.get('key');
      const client = answer.clientId ? await realms.client(realm, answer.clientId) : null;
      const home = client?.enabled ? clientHome(client, urls.base) : null;
      const page = linkPage(dependencies, realm, {
        ...answer,
        view: withWayOn(answer.view, home),
        locale: localeOf(realm, ctx, answer.locale ?? null),
        action,
        ...(home === null ? {} : { signIn: home }),
        ...(answer.translatable === true && key !== null
          ? { changeLocale: (locale: string) => `${action}?${new URLSearchParams({ key, kc_locale: locale })}` }
          : {}),
      });
      ctx.send(answer.status === 405 ? { ...page, headers: { ...page.headers, allow: 'GET, HEAD, POST' } } : page);
      return true;
    },
  };
}

async function answerTo(
  dependencies: ActionTokenDependencies & Pick<TakeLinkStepDependencies, 'turns'>,
  realm: RealmSnapshot,
  ctx: HttpContext,
): Promise<LinkAnswer | HandedOn> {
  try {
    if (ctx.method === 'GET' || ctx.method === 'HEAD') return await showLink(dependencies, realm, ctx);
    if (ctx.method === 'POST') return await takeLinkStep(dependencies, realm, ctx);
    return errorAnswer(405, { key: 'invalidRequestMessage' });
  } catch (error) {
    if (isAnteroomError(error, 'busy') || isAnteroomError(error, 'store_unavailable')) {
      dependencies.log.warn('link.unavailable', { realm: realm.name, error: error.message });
      return errorAnswer(503, { key: 'tooManyRequestsMessage' }, error.retryAfter ?? 1);
    }
    if (isAnteroomError(error, 'invalid_input')) return errorAnswer(400, { key: 'invalidRequestMessage' });
    throw error;
  }
}

/** No page is a dead end. */
function withWayOn(view: View, home: string | null): View {
  return view.kind !== 'info' || home === null ? view : { ...view, link: { url: home, text: { key: 'linkDeadSignIn' } } };
}

/** A click on a language, then the language the link was made in, then the browser's. */
function localeOf(realm: RealmSnapshot, ctx: HttpContext, linkLocale: string | null): string {
  const { internationalizationEnabled, supportedLocales, defaultLocale } = realm.realm;
  return chooseLocale({
    supported: internationalizationEnabled ? (supportedLocales ?? []) : [],
    kcLocale: ctx.query.get('kc_locale'),
    userLocale: linkLocale,
    uiLocales: null,
    cookie: readCookie(ctx.headers.cookie, 'KEYCLOAK_LOCALE'),
    acceptLanguage: ctx.headers['accept-language'] ?? null,
    default: defaultLocale ?? null,
  });
}

/** A path segment; one that is not well-formed names no realm. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
