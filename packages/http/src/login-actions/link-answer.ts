import type { DeadReason } from '@anteroom/action-tokens';
import type { Message, View } from '@anteroom/core';

/** What a link request is answered with, before it becomes a whole page. */
export interface LinkAnswer {
  readonly status: number;
  readonly view: View;
  readonly hidden?: Readonly<Record<string, string>>;
  /** The link's own language; the browser's decides without it. */
  readonly locale?: string | null;
  readonly retryAfter?: number;
  /** The page may be asked for in another language: only one that a GET shows. */
  readonly translatable?: boolean;
}

export function errorAnswer(status: number, message: Message, retryAfter?: number): LinkAnswer {
  return { status, view: { kind: 'error', message, back: null, requestId: null }, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

export function deadAnswer(reason: DeadReason, options: { readonly locale?: string | null; readonly renewKey?: string } = {}): LinkAnswer {
  const { locale = null, renewKey } = options;
  return {
    status: 400,
    view: { kind: 'link-dead', reason, canRequestNew: renewKey !== undefined },
    locale,
    ...(renewKey === undefined ? {} : { hidden: { key: renewKey } }),
  };
}
