import { type CustomContext, type CustomRequiredAction, type CustomUser, customActionAnswerSchema, formPageSchema } from '@anteroom/core';
import type { ActionContext, RequiredAction } from '../evaluate/required-action.ts';
import { askModule } from './ask-module.ts';
import { contextOfRequest, customUser } from './custom-context.ts';

/** A required action of somebody else's: it asks for fields and may set attributes of the user. */
export function customRequiredAction(definition: CustomRequiredAction): RequiredAction {
  const { id } = definition;
  return {
    id,
    *show(context) {
      const given = contextOf(context);
      return { kind: 'custom-form', page: yield* askModule(id, () => definition.show(given), formPageSchema) };
    },
    *submit(context, form) {
      const given = contextOf(context);
      const { user } = context;
      const answer = yield* askModule(id, () => definition.submit(given, { ...form }), customActionAnswerSchema);
      const details = { custom_required_action: id };
      if (answer.kind === 'challenge') {
        const error = { type: 'CUSTOM_REQUIRED_ACTION_ERROR', userId: user.id, error: 'invalid_input', details };
        return { kind: 'challenge', view: { kind: 'custom-form', page: answer.page }, events: [error] };
      }
      const changed = Object.entries(answer.attributes ?? {});
      const left = Object.entries(user.attributes).filter(([name]) => changed.every(([other]) => other !== name));
      const attributes = Object.fromEntries([...left, ...changed.filter(([, values]) => values.length > 0)]);
      const requiredActions = user.requiredActions.filter((action) => action !== id);
      return {
        kind: 'done',
        changes: [{ kind: 'update-user', id: user.id, patch: { requiredActions, ...(changed.length === 0 ? {} : { attributes }) } }],
        events: [{ type: 'CUSTOM_REQUIRED_ACTION', userId: user.id, error: null, details }],
        logoutOtherSessions: false,
      };
    },
  };
}

function contextOf({ realm, user, now, locale, login }: ActionContext): CustomContext & { readonly user: CustomUser } {
  return {
    ...contextOfRequest(realm, now, locale),
    client: { clientId: login?.clientId ?? '', attributes: {} },
    user: customUser(user),
    ipAddress: '',
    scopes: [],
  };
}
