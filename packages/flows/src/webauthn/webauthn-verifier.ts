import type { WebAuthnPolicy } from './webauthn-policy.ts';

/** Texts are base64url, as browsers and forms carry them. */
export interface PublicKey {
  readonly id: string;
  /** COSE_Key. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
}

export interface NewKey extends PublicKey {
  readonly aaguid: string;
  /** WebAuthn §8: the format of the attestation statement. */
  readonly format: string;
}

export interface AssertionAnswer {
  readonly credentialId: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle: string;
}

export interface AttestationAnswer {
  readonly credentialId: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
  /** What the browser says: `platform`, `cross-platform`, or nothing. */
  readonly attachment: string | null;
  /** Extension `credProps`: whether the key can be found without its id; null when nothing was said. */
  readonly discoverable: boolean | null;
}

/** What judges answers of authenticators. An answer that cannot even be read is a refused one. */
export interface WebAuthnVerifier {
  /** WebAuthn §7.2. Null when refused. */
  verifyAssertion(input: {
    readonly answer: AssertionAnswer;
    readonly key: PublicKey;
    readonly challenge: string;
    readonly policy: WebAuthnPolicy;
  }): Promise<{ readonly counter: number } | null>;
  /** WebAuthn §7.1, and the realm's policy: what a browser was asked for is demanded here once more. Null when refused. */
  verifyAttestation(input: {
    readonly answer: AttestationAnswer;
    readonly challenge: string;
    readonly policy: WebAuthnPolicy;
  }): Promise<NewKey | null>;
}
