import { WEBAUTHN_ENCODING_JS } from './webauthn-encoding.ts';

/**
 * Signs in with a key: by the button, and, on a form for the user name, by what the browser offers in that field (WebAuthn §5.1.4,
 * conditional mediation). Only what somebody asked for by the button is reported when it fails.
 */
export const WEBAUTHN_JS = `${WEBAUTHN_ENCODING_JS}const form = document.getElementById('webauth');
const button = document.getElementById('authenticateWebAuthnButton');
const { challenge, rpId, userVerification, timeoutMs, keys, conditional } = JSON.parse(form.dataset.request);
const publicKey = { challenge: bytes(challenge), allowCredentials: named(keys), ...(rpId && { rpId }), ...(userVerification && { userVerification }), ...(timeoutMs && { timeout: timeoutMs }) };
const answered = ({ id, response }) => send(form, {
  credentialId: id,
  clientDataJSON: text(response.clientDataJSON),
  authenticatorData: text(response.authenticatorData),
  signature: text(response.signature),
  userHandle: response.userHandle ? text(response.userHandle) : '',
});
const waiting = new AbortController();
if (!window.PublicKeyCredential) {
  document.getElementById('webauthn-unsupported').hidden = conditional;
} else {
  document.getElementById('webauthn-offer').hidden = false;
  button.addEventListener('click', async () => {
    waiting.abort();
    button.disabled = true;
    try {
      answered(await navigator.credentials.get({ publicKey }));
    } catch (error) {
      send(form, { error: error.name });
    }
  });
  if (conditional && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
    navigator.credentials.get({ publicKey, mediation: 'conditional', signal: waiting.signal }).then(answered, () => {});
  }
}
`;
