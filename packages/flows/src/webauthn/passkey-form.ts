import type { PasskeyRequest } from '@anteroom/core';
import type { ExecutionContext } from '../evaluate/authenticator.ts';
import type { Ask } from '../evaluate/need.ts';
import type { Form } from '../flow-engine.ts';
import { openChallenge } from './challenge.ts';
import { passkeysOnForms, webAuthnPolicy } from './webauthn-policy.ts';

/** What a form for the user name offers to passkeys (conditional UI); null where the realm has not switched them on. */
export function* passkeyRequest({ draft, notes }: ExecutionContext): Ask<PasskeyRequest | null> {
  const { realm } = draft.context.realm;
  if (!passkeysOnForms(realm)) return null;
  const { rpId, userVerification, timeoutMs } = webAuthnPolicy(realm, 'webauthn-passwordless');
  return { challenge: yield* openChallenge(notes), rpId, userVerification, timeoutMs };
}

/** Whether a form was answered by a passkey rather than typed into. */
export function isPasskeyAnswer({ draft }: ExecutionContext, form: Form): boolean {
  return passkeysOnForms(draft.context.realm.realm) && ((form.authenticatorData ?? '') !== '' || (form.error ?? '') !== '');
}
