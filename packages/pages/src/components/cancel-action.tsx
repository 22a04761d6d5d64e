import type { PageContext } from '@anteroom/core';
import type { Translator } from '../text/translator.ts';

/** Leaves a page undone that an application asked for; Keycloak's name. Part of the page's form, after its own button. */
export function CancelAction({ context, t }: { readonly context: PageContext; readonly t: Translator }) {
  if (context.links.cancel !== true) return null;
  return (
    <button id="cancelButton" type="submit" name="cancel-aia" value="true" class="secondary cancel" formNoValidate>
      {t.text('doCancel')}
    </button>
  );
}
