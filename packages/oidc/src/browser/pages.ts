import { type Message, type PageContext, type PageRenderer, pageRealm, type View } from '@anteroom/core';
import type { HttpAnswer } from '../http-context.ts';
import { NO_CACHE } from './authorization-answer.ts';
import { pageHeaders } from './page-headers.ts';
import type { Visit } from './visit.ts';

export interface PageParts {
  readonly action?: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly links?: PageContext['links'];
  readonly headers?: Readonly<Record<string, string>>;
  /** Origins that the page loads frames from. */
  readonly frames?: readonly string[];
}

/** Views as answers, in the looks and the headers of a realm. */
export interface Pages {
  page(visit: Visit, status: number, view: View, parts?: PageParts): HttpAnswer;
  /** "We are sorry...", with a way on where there is one. */
  error(visit: Visit, status: number, message: Message, backUrl?: string | null): HttpAnswer;
  redirect(visit: Visit, location: string, headers?: Readonly<Record<string, string>>): HttpAnswer;
}

export function createPages(dependencies: {
  readonly renderer: PageRenderer;
  /** Base path of style sheet and script. */
  readonly resources: string;
  readonly development: boolean;
}): Pages {
  const { renderer, resources, development } = dependencies;
  const pages: Pages = {
    page(visit, status, view, { action = '', hidden = {}, links = {}, headers = {}, frames = [] } = {}) {
      const context: PageContext = {
        realm: pageRealm(visit.realm.realm),
        locale: visit.locale,
        action,
        hidden,
        links,
        resources,
        development,
      };
      return {
        status,
        headers: {
          'content-type': 'text/html;charset=utf-8',
          ...NO_CACHE,
          ...pageHeaders(visit.realm, frames),
          ...headers,
          ...cookieHeader(visit),
        },
        body: renderer.render(view, context),
      };
    },
    error: (visit, status, message, backUrl = null) =>
      pages.page(visit, status, {
        kind: 'error',
        message,
        back: backUrl === null ? null : { url: backUrl, text: { key: 'backToApplication' } },
        requestId: null,
      }),
    redirect: (visit, location, headers = {}) => ({
      status: 302,
      headers: { ...NO_CACHE, ...headers, location, ...cookieHeader(visit) },
      body: null,
    }),
  };
  return pages;
}

function cookieHeader(visit: Visit): Readonly<Record<string, readonly string[]>> {
  return visit.setCookies.length === 0 ? {} : { 'set-cookie': [...visit.setCookies] };
}
