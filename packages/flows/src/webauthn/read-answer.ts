import type { Form } from '../flow-engine.ts';
import type { AssertionAnswer, AttestationAnswer } from './webauthn-verifier.ts';

/** Longer texts are no answer of an authenticator. */
const MAX = 65_536;

/** The fields of Keycloak's `webauth` form; null when they are no answer. */
export function readAssertion(form: Form): AssertionAnswer | null {
  const { credentialId = '', clientDataJSON = '', authenticatorData = '', signature = '', userHandle = '' } = form;
  if (![credentialId, clientDataJSON, authenticatorData, signature].every(isEncoded)) return null;
  return userHandle === '' || isEncoded(userHandle) ? { credentialId, clientDataJSON, authenticatorData, signature, userHandle } : null;
}

/** The fields of Keycloak's `register` form, and two of ours: `authenticatorAttachment`, `discoverable`. */
export function readAttestation(form: Form): AttestationAnswer | null {
  const { publicKeyCredentialId: credentialId = '', clientDataJSON = '', attestationObject = '' } = form;
  if (![credentialId, clientDataJSON, attestationObject].every(isEncoded)) return null;
  const transports = (form.transports ?? '').split(',').filter((name) => /^[a-z-]{2,20}$/.test(name));
  const discoverable = form.discoverable === 'true' ? true : form.discoverable === 'false' ? false : null;
  const attachment = form.authenticatorAttachment || null;
  return { credentialId, clientDataJSON, attestationObject, transports: transports.slice(0, 10), attachment, discoverable };
}

function isEncoded(text: string): boolean {
  return text.length <= MAX && /^[\w-]+$/.test(text);
}
