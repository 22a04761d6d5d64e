import type { DeadReason } from '@anteroom/action-tokens';
import type { ActionLink, Message, View } from '@anteroom/core';
import type { HttpAnswer } from '@anteroom/oidc';

/** What a link request is answered with, before it becomes a whole page. */
export interface LinkAnswer {
  readonly status: number;
  readonly view: View;
  readonly hidden?: Readonly<Record<string, string>>;
  /** The link's own language; the browser's decides without it. */
  readonly locale?: string | null;
  readonly retryAfter?: number;
  /** `clientId` of the application that the link belongs to: where the person can begin again. */
  readonly clientId?: string | null;
  /** The page may be asked for in another language: only one that a GET shows. */
  readonly translatable?: boolean;
}

/** A whole answer that somebody else has made: the browser goes on with the login that waited for the link. */
export interface HandedOn {
  readonly answer: HttpAnswer;
}

export function errorAnswer(status: number, message: Message, retryAfter?: number): LinkAnswer {
  return { status, view: { kind: 'error', message, back: null, requestId: null }, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

export function deadAnswer(
  reason: DeadReason,
  options: { readonly locale?: string | null; readonly clientId?: string | null; readonly renewKey?: string } = {},
): LinkAnswer {
  const { locale = null, clientId = null, renewKey } = options;
  return {
    status: 400,
    view: { kind: 'link-dead', reason, canRequestNew: renewKey !== undefined },
    locale,
    clientId,
    ...(renewKey === undefined ? {} : { hidden: { key: renewKey } }),
  };
}

/** A page with one sentence and nothing to do but to go on to the application that the link belongs to. */
export function infoAnswer(message: Message, { locale, clientId }: Pick<ActionLink, 'locale' | 'clientId'>): LinkAnswer {
  return { status: 200, view: { kind: 'info', message, actions: [], link: null }, locale, clientId };
}
