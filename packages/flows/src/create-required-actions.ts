import { AnteroomError } from '@anteroom/core';
import { type Ask, type Fact, replay } from './evaluate/need.ts';
import type { ActionContext, RequiredAction } from './evaluate/required-action.ts';
import type { RequiredActionInput, RequiredActions } from './flow-engine.ts';
import { createAnswering, type NeedPorts } from './ports/answer-need.ts';
import { REQUIRED_ACTIONS } from './required-actions/index.ts';

/** Required actions on their own, for mailed links: the same code that a login runs. */
export function createRequiredActions(ports: NeedPorts): RequiredActions {
  const actions = new Map(REQUIRED_ACTIONS.map((action) => [action.id, action]));

  function find({ realm, action }: Pick<RequiredActionInput, 'realm' | 'action'>): RequiredAction | null {
    const config = realm.configuration.requiredActions.find(({ alias }) => alias === action);
    return config?.enabled ? (actions.get(config.providerId) ?? null) : null;
  }

  async function perform<T>(input: RequiredActionInput, work: (action: RequiredAction, context: ActionContext) => Ask<T>): Promise<T> {
    const action = find(input);
    if (action === null) throw new AnteroomError('invalid_input', `required action ${input.action} is not available`);
    const context: ActionContext = { realm: input.realm, user: input.user, locale: input.locale, now: ports.clock.now(), login: null };
    const answering = createAnswering(ports, input.realm, '');
    const facts: Fact[] = [];
    for (;;) {
      const next = replay(work(action, context), facts);
      if (next.kind === 'done') return next.result;
      facts.push(await answering.answer(next.need));
    }
  }

  return {
    isKnown: (realm, action) => find({ realm, action }) !== null,
    show: (input) => perform(input, (action, context) => action.show(context)),
    submit: (input) => perform(input, (action, context) => action.submit(context, input.form)),
  };
}
