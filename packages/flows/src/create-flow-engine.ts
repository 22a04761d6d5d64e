import type { FlowModule, Log } from '@anteroom/core';
import { AUTHENTICATORS } from './authenticators/index.ts';
import { CONDITIONS } from './conditions/index.ts';
import { customAuthenticator } from './custom/custom-authenticator.ts';
import { customRequiredAction } from './custom/custom-required-action.ts';
import type { Command } from './evaluate/advance.ts';
import type { Authenticator, Condition } from './evaluate/authenticator.ts';
import type { Mode } from './evaluate/draft.ts';
import type { FlowContext, FlowEngine, FlowStep, Form } from './flow-engine.ts';
import { offers } from './offers.ts';
import { createAnswering, type NeedPorts } from './ports/answer-need.ts';
import { REQUIRED_ACTIONS } from './required-actions/index.ts';
import { run } from './run.ts';

export interface FlowEngineDependencies extends NeedPorts {
  readonly log: Log;
  /** Besides the built-in ones, for a deployment of its own; the same id replaces. */
  readonly authenticators?: readonly Authenticator[];
  readonly conditions?: readonly Condition[];
  /** Steps and required actions of somebody else's. */
  readonly custom?: FlowModule;
}

/** The flow engine over its ports. */
export function createFlowEngine(dependencies: FlowEngineDependencies): FlowEngine {
  const { log, clock, custom = {} } = dependencies;
  const byId = <T extends { readonly id: string }>(list: readonly T[]) => new Map(list.map((item) => [item.id, item]));
  const parts = {
    authenticators: byId([
      ...AUTHENTICATORS,
      ...(dependencies.authenticators ?? []),
      ...(custom.authenticators ?? []).map(customAuthenticator),
    ]),
    conditions: byId([...CONDITIONS, ...(dependencies.conditions ?? [])]),
    requiredActions: byId([...REQUIRED_ACTIONS, ...(custom.requiredActions ?? []).map(customRequiredAction)]),
  };

  async function step(
    context: FlowContext,
    mode: Mode,
    state: Parameters<FlowEngine['resume']>[1] | null,
    command: Command,
    form: Form | null,
  ): Promise<FlowStep> {
    if (form?.password !== undefined) dependencies.hasher.admit(context.realm.realm, context.ipAddress);
    const answering = createAnswering(dependencies, context.realm, context.ipAddress);
    const advanced = await run({ context, mode, state, command, form, now: clock.now(), ...parts }, answering, clock);
    if (advanced.fault !== null) {
      const reason = advanced.fault instanceof Error ? advanced.fault.message : String(advanced.fault);
      log.error('flow.denied', { realm: context.realm.id, flow: context.flow.alias, client: context.client.clientId, reason });
    }
    return advanced.step;
  }

  return {
    start: (context) => step(context, 'browser', null, { kind: 'show' }, null),
    submit: (context, state, executionId, form) => step(context, 'browser', state, { kind: 'submit', executionId }, form),
    resume: (context, state) => step(context, 'browser', state, { kind: 'show' }, null),
    async directGrant(context, form) {
      const ended = await step(context, 'direct-grant', null, { kind: 'show' }, form);
      if (ended.kind === 'complete' || ended.kind === 'refused') return ended;
      return { ...ended, kind: 'refused', refusal: 'flow_misconfigured', view: null, missing: null };
    },
    offers: (realm, purpose) => offers(parts, realm, purpose),
  };
}
