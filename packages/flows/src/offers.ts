import type { Execution, Flow, RealmSnapshot } from '@anteroom/core';
import type { Authenticator, Condition } from './evaluate/authenticator.ts';
import { isEnabled } from './evaluate/evaluation.ts';
import type { FlowPurpose } from './flow-engine.ts';
import { FORM_ACTIONS } from './registration/form-actions.ts';

export interface FlowParts {
  readonly authenticators: ReadonlyMap<string, Authenticator>;
  readonly conditions: ReadonlyMap<string, Condition>;
}

/** Whether a realm offers this and can keep its word: a way in that would end in a refusal is not shown to anybody. */
export function offers(parts: FlowParts, realm: RealmSnapshot, purpose: Exclude<FlowPurpose, 'login'>): boolean {
  const { resetPasswordAllowed, registrationAllowed, resetCredentialsFlow, registrationFlow } = realm.realm;
  if (purpose === 'registration') return registrationAllowed && isRunnable(parts, realm, realm.flowByAlias(registrationFlow));
  const canSetPassword = realm.configuration.requiredActions.some(({ alias, enabled }) => alias === 'UPDATE_PASSWORD' && enabled);
  return resetPasswordAllowed && canSetPassword && isRunnable(parts, realm, realm.flowByAlias(resetCredentialsFlow));
}

/** Everything that is required can be done here, or, where nothing is, one of the alternatives. A conditional part is judged when it applies. */
function isRunnable(parts: FlowParts, realm: RealmSnapshot, flow: Flow | null, seen: ReadonlySet<string> = new Set()): boolean {
  if (flow === null || seen.has(flow.id)) return false;
  const runs = (execution: Execution) => isAvailable(parts, realm, execution, new Set([...seen, flow.id]));
  const required = flow.executions.filter(({ requirement }) => requirement === 'REQUIRED');
  return required.length > 0 ? required.every(runs) : flow.executions.filter(({ requirement }) => requirement === 'ALTERNATIVE').some(runs);
}

function isAvailable(parts: FlowParts, realm: RealmSnapshot, { authenticator, flowId }: Execution, seen: ReadonlySet<string>): boolean {
  if (authenticator === null) return isRunnable(parts, realm, realm.flow(flowId ?? ''), seen);
  if (flowId === null) return parts.authenticators.get(authenticator)?.isForm === undefined && isKnown(parts, authenticator);
  const actions = realm.flow(flowId)?.executions.filter(isEnabled) ?? [];
  const isForm = parts.authenticators.get(authenticator)?.isForm === true;
  return isForm && actions.length > 0 && actions.every((action) => FORM_ACTIONS.some(({ id }) => id === action.authenticator));
}

function isKnown({ authenticators, conditions }: FlowParts, id: string): boolean {
  return authenticators.has(id) || conditions.has(id);
}
