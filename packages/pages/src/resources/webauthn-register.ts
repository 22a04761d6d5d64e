import { WEBAUTHN_ENCODING_JS } from './webauthn-encoding.ts';

/** Makes a new key when the form is sent, and sends the form with it. */
export const WEBAUTHN_REGISTER_JS = `${WEBAUTHN_ENCODING_JS}const form = document.getElementById('register');
const wanted = JSON.parse(form.dataset.request);
const publicKey = {
  challenge: bytes(wanted.challenge),
  rp: { name: wanted.rp.name, ...(wanted.rp.id && { id: wanted.rp.id }) },
  user: { ...wanted.user, id: bytes(wanted.user.id) },
  pubKeyCredParams: wanted.algorithms.map((alg) => ({ type: 'public-key', alg })),
  excludeCredentials: named(wanted.exclude),
  authenticatorSelection: {
    ...(wanted.attachment && { authenticatorAttachment: wanted.attachment }),
    ...(wanted.residentKey && { residentKey: wanted.residentKey, requireResidentKey: wanted.residentKey === 'required' }),
    ...(wanted.userVerification && { userVerification: wanted.userVerification }),
  },
  ...(wanted.attestation && { attestation: wanted.attestation }),
  ...(wanted.timeoutMs && { timeout: wanted.timeoutMs }),
  extensions: { credProps: true },
};
if (!window.PublicKeyCredential) document.getElementById('webauthn-unsupported').hidden = false;
form.addEventListener('submit', async (event) => {
  if (!window.PublicKeyCredential || event.submitter?.name === 'cancel-aia') return;
  event.preventDefault();
  document.getElementById('registerWebAuthn').disabled = true;
  try {
    const key = await navigator.credentials.create({ publicKey });
    const discoverable = key.getClientExtensionResults().credProps?.rk;
    send(form, {
      clientDataJSON: text(key.response.clientDataJSON),
      attestationObject: text(key.response.attestationObject),
      publicKeyCredentialId: key.id,
      transports: (key.response.getTransports?.() ?? []).join(','),
      authenticatorAttachment: key.authenticatorAttachment ?? '',
      discoverable: discoverable === undefined ? '' : String(discoverable),
    });
  } catch (error) {
    send(form, { error: error.name });
  }
});
`;
