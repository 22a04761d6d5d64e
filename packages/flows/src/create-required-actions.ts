import { AnteroomError, type FlowModule, type SessionStore, type View } from '@anteroom/core';
import { customRequiredAction } from './custom/custom-required-action.ts';
import { type Ask, type Fact, replay } from './evaluate/need.ts';
import type { ActionContext, RequiredAction } from './evaluate/required-action.ts';
import type { RequiredActionInput, RequiredActions } from './flow-engine.ts';
import { type ActionNotes, createActionNotes } from './ports/action-notes.ts';
import { createAnswering, type NeedPorts } from './ports/answer-need.ts';
import { REQUIRED_ACTIONS } from './required-actions/index.ts';

const NOT_DONE: View = { kind: 'error', message: { key: 'access-denied' }, back: null, requestId: null };

/** Required actions on their own, for mailed links: the same code that a login runs. */
export function createRequiredActions({
  custom = {},
  ...ports
}: NeedPorts & {
  readonly store: Pick<SessionStore, 'get' | 'take' | 'put' | 'create'>;
  /** Required actions of somebody else's. */
  readonly custom?: FlowModule;
}): RequiredActions {
  const all = [...REQUIRED_ACTIONS, ...(custom.requiredActions ?? []).map(customRequiredAction)];
  const actions = new Map(all.map((action) => [action.id, action]));

  function find({ realm, action }: Pick<RequiredActionInput, 'realm' | 'action'>): RequiredAction | null {
    const config = realm.configuration.requiredActions.find(({ alias }) => alias === action);
    const found = config?.enabled ? actions.get(config.providerId) : undefined;
    return found === undefined || found.loginOnly ? null : found;
  }

  const notesOf = ({ realm, action, holder }: RequiredActionInput): ActionNotes => createActionNotes(ports, realm, { holder, action });

  async function perform<T>(
    input: RequiredActionInput,
    before: ReadonlyMap<string, string>,
    work: (action: RequiredAction, context: ActionContext) => Ask<T>,
  ): Promise<{ readonly result: T; readonly notes: ReadonlyMap<string, string> }> {
    const action = find(input);
    if (action === null) throw new AnteroomError('invalid_input', `required action ${input.action} is not available`);
    const { realm, user, locale } = input;
    const now = ports.clock.now();
    const answering = createAnswering(ports, realm, '');
    const facts: Fact[] = [];
    for (;;) {
      // Each replay begins with what was there before the first.
      const notes = new Map(before);
      const next = replay(work(action, { realm, user, locale, now, notes, parameter: null, login: null }), facts);
      if (next.kind === 'done') return { result: next.result, notes };
      facts.push(await answering.answer(next.need));
    }
  }

  return {
    isKnown: (realm, action) => find({ realm, action }) !== null,
    async show(input) {
      const shown = await perform(input, await notesOf(input).read(), (action, context) => action.show(context));
      await notesOf(input).write(shown.notes);
      return shown.result;
    },
    async submit(input) {
      const { result, notes } = await perform(input, await notesOf(input).take(), (action, context) => action.submit(context, input.form));
      if (result.kind === 'challenge') await notesOf(input).write(notes);
      // Who says no to something that must be done is told so, and the link stays as it was.
      if (result.kind === 'denied' || result.kind === 'ended') return { kind: 'challenge', view: NOT_DONE };
      return result;
    },
  };
}
