import type { Realm } from '@anteroom/core';

/** The two kinds of keys a person can have, as credential types; each has a policy of its own in the realm. */
export type KeyKind = 'webauthn' | 'webauthn-passwordless';

/** A realm's settings for keys, Keycloak's words read into WebAuthn's. Null: the realm leaves it open. */
export interface WebAuthnPolicy {
  readonly rpName: string;
  /** Null: the host of this server. */
  readonly rpId: string | null;
  /** COSE algorithm identifiers, the preferred first. */
  readonly algorithms: readonly number[];
  readonly attestation: 'none' | 'indirect' | 'direct' | 'enterprise' | null;
  readonly attachment: 'platform' | 'cross-platform' | null;
  readonly residentKey: Need | null;
  readonly userVerification: Need | null;
  readonly timeoutMs: number | null;
  /** Whether a device that holds a key already may make another one. */
  readonly avoidSameAuthenticator: boolean;
  /** Models of authenticators that are taken; empty: any. */
  readonly acceptableAaguids: readonly string[];
  /** Origins besides this server's own, for example of apps. */
  readonly extraOrigins: readonly string[];
}

type Need = 'required' | 'preferred' | 'discouraged';

/** RFC 8812 and the IANA registry of COSE algorithms, by the names of Keycloak's settings. */
const COSE: Readonly<Record<string, number>> = {
  ES256: -7,
  Ed25519: -8,
  ES384: -35,
  ES512: -36,
  RS256: -257,
  RS384: -258,
  RS512: -259,
};

/** Keycloak's `webAuthnPolicy…` and `webAuthnPolicyPasswordless…`; what is missing or unknown is left open. */
export function webAuthnPolicy(realm: Realm, kind: KeyKind): WebAuthnPolicy {
  const prefix = kind === 'webauthn' ? 'webAuthnPolicy' : 'webAuthnPolicyPasswordless';
  const read = (name: string): unknown => realm[`${prefix}${name}`];
  const oneOf = <T extends string>(name: string, ...values: readonly T[]): T | null => values.find((value) => value === read(name)) ?? null;
  const algorithms = texts(read('SignatureAlgorithms')).flatMap((name) => COSE[name] ?? []);
  const seconds = Number(read('CreateTimeout') ?? 0);
  return {
    rpName: text(read('RpEntityName')) ?? realm.realm,
    rpId: text(read('RpId')),
    algorithms: algorithms.length === 0 ? [-7, -257] : algorithms,
    attestation: oneOf('AttestationConveyancePreference', 'none', 'indirect', 'direct', 'enterprise'),
    attachment: oneOf('AuthenticatorAttachment', 'platform', 'cross-platform'),
    residentKey:
      oneOf('ResidentKey', 'required', 'preferred', 'discouraged') ??
      ({ Yes: 'required', No: 'discouraged' } as const)[String(read('RequireResidentKey'))] ??
      null,
    userVerification: oneOf('UserVerificationRequirement', 'required', 'preferred', 'discouraged'),
    timeoutMs: Number.isInteger(seconds) && seconds > 0 ? seconds * 1000 : null,
    avoidSameAuthenticator: read('AvoidSameAuthenticatorRegister') === true,
    acceptableAaguids: texts(read('AcceptableAaguids')).map((aaguid) => aaguid.toLowerCase()),
    extraOrigins: texts(read('ExtraOrigins')),
  };
}

/** Keycloak's switch for passkeys on the form that asks for the user name. */
export function passkeysOnForms(realm: Realm): boolean {
  return realm.webAuthnPolicyPasswordlessPasskeysEnabled === true;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item.trim() !== '') : [];
}
