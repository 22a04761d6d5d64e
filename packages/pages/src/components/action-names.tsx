import type { Translator } from '../text/translator.ts';

export function actionName(action: string, t: Translator): string {
  return t.find(`requiredAction.${action}`) ?? action;
}

/** Required actions by their names in the person's language. */
export function ActionNames({ actions, t }: { readonly actions: readonly string[]; readonly t: Translator }) {
  return (
    <ul class="actions">
      {actions.map((action) => (
        <li key={action}>{actionName(action, t)}</li>
      ))}
    </ul>
  );
}
