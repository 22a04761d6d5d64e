import type { PageContext, View } from '@anteroom/core';
import type { Translator } from './text/translator.ts';

export type ViewKind = View['kind'];
export type ViewOf<K extends ViewKind> = Extract<View, { kind: K }>;

/** What every component of a page is given. */
export interface PageProps<K extends ViewKind> {
  readonly view: ViewOf<K>;
  readonly context: PageContext;
  readonly t: Translator;
}
