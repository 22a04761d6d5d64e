import type { WebAuthnPolicy } from './webauthn-policy.ts';
import type { WebAuthnVerifier } from './webauthn-verifier.ts';

/** A certificate chain came with the attestation: only then does anybody else vouch for the model of the authenticator. */
type Library = typeof import('@simplewebauthn/server');

/**
 * Judges by `@simplewebauthn/server`, which is loaded with the first answer: most processes never see one. `origin` is the server's own,
 * from its configuration.
 */
export function createWebAuthnVerifier({ origin }: { readonly origin: string }): WebAuthnVerifier {
  const host = new URL(origin).hostname;
  const common = (policy: WebAuthnPolicy, challenge: string) => ({
    expectedChallenge: challenge,
    expectedOrigin: [new URL(origin).origin, ...policy.extraOrigins],
    expectedRPID: policy.rpId ?? host,
    requireUserVerification: policy.userVerification === 'required',
  });

  return {
    async verifyAssertion({ answer, key, challenge, policy }) {
      const { verifyAuthenticationResponse } = await load();
      const { credentialId, clientDataJSON, authenticatorData, signature, userHandle } = answer;
      const verdict = await refusable(() =>
        verifyAuthenticationResponse({
          ...common(policy, challenge),
          response: {
            id: credentialId,
            rawId: credentialId,
            type: 'public-key',
            clientExtensionResults: {},
            response: { clientDataJSON, authenticatorData, signature, ...(userHandle === '' ? {} : { userHandle }) },
          },
          credential: { id: key.id, publicKey: bytes(key.publicKey), counter: key.counter },
        }),
      );
      return verdict?.verified ? { counter: verdict.authenticationInfo.newCounter } : null;
    },

    async verifyAttestation({ answer, challenge, policy }) {
      const { verifyRegistrationResponse } = await load();
      const { credentialId, clientDataJSON, attestationObject } = answer;
      if (policy.attachment !== null && answer.attachment !== policy.attachment) return null;
      if (policy.residentKey === 'required' && answer.discoverable !== true) return null;
      const verdict = await refusable(() =>
        verifyRegistrationResponse({
          ...common(policy, challenge),
          supportedAlgorithmIDs: [...policy.algorithms],
          response: {
            id: credentialId,
            rawId: credentialId,
            type: 'public-key',
            clientExtensionResults: {},
            response: { clientDataJSON, attestationObject },
          },
        }),
      );
      if (!verdict?.verified) return null;
      const { aaguid, fmt, credential } = verdict.registrationInfo;
      if (!(await isAcceptedModel(policy, aaguid, verdict.registrationInfo.attestationObject))) return null;
      const publicKey = Buffer.from(credential.publicKey).toString('base64url');
      return { id: credential.id, publicKey, counter: credential.counter, transports: answer.transports, aaguid, format: fmt };
    },
  };
}

/**
 * A model is believed only where a certificate of its maker signs for it: without one, or signed by the new key itself, anybody can write
 * any AAGUID into a registration (CVE-2026-6856).
 */
async function isAcceptedModel({ acceptableAaguids }: WebAuthnPolicy, aaguid: string, attestation: Uint8Array): Promise<boolean> {
  if (acceptableAaguids.length === 0) return true;
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const x5c = decodeAttestationObject(new Uint8Array(attestation)).get('attStmt').get('x5c');
  return acceptableAaguids.includes(aaguid.toLowerCase()) && x5c !== undefined && x5c.length > 0;
}

async function load(): Promise<Library> {
  return import('@simplewebauthn/server');
}

/** Whatever is wrong with an answer, the library throws; nothing else goes on in there. */
async function refusable<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64url, 'base64url'));
}
