import type { Execution } from '@anteroom/core';
import { currentCredentials } from './draft.ts';
import { authenticatorOf, contextOf, type Evaluation } from './evaluation.ts';
import type { Ask } from './need.ts';

/** Credential types of authenticators that are not here: a user who has one is asked for it, and refused, rather than let through. */
const FOREIGN_TYPES: Readonly<Record<string, string>> = {
  'webauthn-authenticator': 'webauthn',
  'webauthn-authenticator-passwordless': 'webauthn-passwordless',
  'auth-recovery-authn-code-form': 'recovery-authn-codes',
};

/** Whether the user of the login has what an execution asks for; of an authenticator that nobody knows it is assumed. */
export function* isConfigured(evaluation: Evaluation, execution: Execution): Ask<boolean> {
  const authenticator = authenticatorOf(evaluation, execution);
  if (authenticator !== null) return yield* authenticator.configuredFor(contextOf(evaluation, execution));
  if (execution.authenticator === 'organization') return evaluation.draft.context.realm.realm.organizationsEnabled === true;
  const type = FOREIGN_TYPES[execution.authenticator ?? ''];
  return type === undefined || (yield* currentCredentials(evaluation.draft)).some((credential) => credential.type === type);
}
