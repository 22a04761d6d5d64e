import type { Execution } from '@anteroom/core';
import { authenticatorOf, contextOf, type Evaluation } from './evaluation.ts';
import type { Ask } from './need.ts';

/** Whether the user of the login has what an execution asks for; of an authenticator that nobody knows it is assumed. */
export function* isConfigured(evaluation: Evaluation, execution: Execution): Ask<boolean> {
  const authenticator = authenticatorOf(evaluation, execution);
  if (authenticator !== null) return yield* authenticator.configuredFor(contextOf(evaluation, execution));
  if (execution.authenticator === 'organization') return evaluation.draft.context.realm.realm.organizationsEnabled === true;
  return true;
}
