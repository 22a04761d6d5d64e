import type { Execution, FieldErrors, View } from '@anteroom/core';
import type { Authenticator, ExecutionContext } from '../evaluate/authenticator.ts';
import { byPriority, isEnabled } from '../evaluate/evaluation.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';
import { requirePurpose } from '../evaluate/require-purpose.ts';
import type { Form } from '../flow-engine.ts';
import type { FilledForm, FormAction } from './form-action.ts';
import { FORM_ACTIONS } from './form-actions.ts';

/** A page made of the enabled executions of its flow. All of them judge the form before any of them does something. */
export const registrationPage: Authenticator = {
  id: 'registration-page-form',
  isForm: true,
  requiresUser: false,
  credentialType: null,
  setupAction: null,
  *configuredFor() {
    return true;
  },
  *authenticate(context) {
    requireRegistration(context);
    return { kind: 'challenge', view: page(context, actionsOf(context), null, {}) };
  },
  *action(context, form) {
    requireRegistration(context);
    const actions = actionsOf(context);
    const { draft } = context;
    const filled: FilledForm = { draft, form, candidate: null };
    const found: Record<string, FieldErrors[string]> = {};
    let error: string | null = null;
    for (const action of actions) {
      const errors = yield* action.validate(filled);
      Object.assign(found, errors.fields);
      error ??= errors.error;
    }
    const username = filled.candidate?.username ?? '';
    const email = filled.candidate?.email ?? '';
    const details = { register_method: 'form', ...(username === '' ? {} : { username }), ...(email === '' ? {} : { email }) };
    if (error !== null) {
      draft.events.push({ type: 'REGISTER_ERROR', userId: null, error, details });
      return { kind: 'challenge', view: page(context, actions, form, found) };
    }
    for (const action of actions) yield* action.apply(filled);
    draft.events.push({ type: 'REGISTER', userId: draft.userId, error: null, details });
    return { kind: 'success' };
  },
};

function requireRegistration({ draft }: ExecutionContext): void {
  requirePurpose(draft, 'registration');
  if (!draft.context.realm.realm.registrationAllowed) throw new FlowDenied('access_denied', 'the realm does not take registrations');
  if (draft.userId !== null) throw new FlowDenied('access_denied', 'somebody is known already');
}

/** An enabled execution that is not here refuses: a check that somebody put into the form is never skipped. */
function actionsOf({ draft, execution }: ExecutionContext): readonly FormAction[] {
  const flow = draft.context.realm.flow(execution.flowId ?? '');
  if (flow === null) throw new FlowDenied('flow_misconfigured', 'the page of a form has no form');
  return byPriority(flow).filter(isEnabled).map(actionOf);
}

function actionOf({ authenticator }: Execution): FormAction {
  const action = FORM_ACTIONS.find(({ id }) => id === authenticator);
  if (action === undefined) throw new FlowDenied('flow_misconfigured', `form action ${authenticator} is not available here`);
  return action;
}

function page({ draft }: ExecutionContext, actions: readonly FormAction[], form: Form | null, fieldErrors: FieldErrors): View {
  return {
    kind: 'register',
    fields: actions.flatMap((action) => action.fields(draft, form)),
    asksPassword: actions.some(({ asksPassword }) => asksPassword),
    asksTerms: actions.some(({ asksTerms }) => asksTerms === true),
    error: null,
    fieldErrors,
  };
}
