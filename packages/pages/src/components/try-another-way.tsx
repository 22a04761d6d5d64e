import type { PageContext } from '@anteroom/core';
import type { Translator } from '../text/translator.ts';
import { PageForm } from './page-form.tsx';

/** After the page's own form, because automation takes the first form of a page. */
export function TryAnotherWay({ context, t }: { readonly context: PageContext; readonly t: Translator }) {
  if (context.links.tryAnotherWay !== true) return null;
  return (
    <PageForm id="kc-select-try-another-way-form" context={context}>
      <input type="hidden" name="tryAnotherWay" value="on" />
      <button id="try-another-way" class="link" type="submit">
        {t.text('doTryAnotherWay')}
      </button>
    </PageForm>
  );
}
