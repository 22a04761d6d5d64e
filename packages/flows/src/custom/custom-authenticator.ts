import { type CustomAnswer, type CustomAuthenticator, type CustomStepContext, customAnswerSchema } from '@anteroom/core';
import type { Authenticator, ExecutionContext, Result } from '../evaluate/authenticator.ts';
import { currentUser } from '../evaluate/draft.ts';
import type { Ask } from '../evaluate/need.ts';
import type { Form } from '../flow-engine.ts';
import { askModule } from './ask-module.ts';
import { contextOfRequest, customUser } from './custom-context.ts';

/** A step of somebody else's as the engine runs its own: called through a need, its answer checked, its effects applied here. */
export function customAuthenticator(definition: CustomAuthenticator): Authenticator {
  function* decide(context: ExecutionContext, call: (given: CustomStepContext) => unknown): Ask<Result> {
    const given = yield* contextOf(context);
    const answer = yield* askModule(definition.id, () => call(given), customAnswerSchema);
    applyEffects(context, answer);
    const why = answer.why === undefined ? {} : { why: answer.why };
    switch (answer.kind) {
      case 'success':
      case 'attempted':
        return { kind: answer.kind, ...why };
      case 'challenge':
        return { kind: 'challenge', view: { kind: 'custom-form', page: answer.page }, ...why };
      case 'failed':
        return { kind: 'failed', refusal: answer.refusal ?? 'access_denied', message: answer.message, ...why };
    }
  }
  return {
    id: definition.id,
    ...(definition.isSetting ? { isSetting: true as const } : {}),
    requiresUser: definition.requiresUser,
    credentialType: null,
    setupAction: null,
    *configuredFor(context) {
      const { configuredFor } = definition;
      if (configuredFor === undefined) return true;
      const given = yield* contextOf(context);
      return yield* askModule(definition.id, () => configuredFor.call(definition, given), YES_OR_NO);
    },
    authenticate: (context) => decide(context, (given) => definition.authenticate(given)),
    // A step without a page has nothing that could be posted to it.
    action: (context, form: Form) => decide(context, (given) => definition.action?.(given, form) ?? { kind: 'attempted' }),
  };
}

/** Everything but a plain yes is a no. */
const YES_OR_NO = { safeParse: (value: unknown) => ({ success: true, data: value === true }) as const };

function* contextOf({ draft, config, notes }: ExecutionContext): Ask<CustomStepContext> {
  const user = yield* currentUser(draft);
  return {
    ...contextOfRequest(draft.context.realm, draft.now, draft.context.locale),
    client: { clientId: draft.context.client.clientId, attributes: { ...draft.context.client.attributes } },
    user: user === null ? null : customUser(user),
    ipAddress: draft.context.ipAddress,
    scopes: [...draft.context.scopes],
    config: { ...config },
    notes: Object.fromEntries(notes),
    parameters: draft.mode === 'direct-grant' && draft.form !== null ? { ...draft.form } : null,
  };
}

function applyEffects({ draft, notes }: ExecutionContext, answer: CustomAnswer): void {
  for (const [name, value] of Object.entries(answer.notes ?? {})) {
    if (value === null) notes.delete(name);
    else notes.set(name, value);
  }
  for (const [name, value] of Object.entries(answer.clientNotes ?? {})) draft.clientNotes.set(name, value);
  for (const [name, value] of Object.entries(answer.userNotes ?? {})) draft.userNotes.set(name, value);
}
