import type { Attempt, Credential, LoginFailures, PasswordHasher } from '@anteroom/core';
import type { NeedPorts } from '../ports/answer-need.ts';
import { SIMULATED_SECRET } from './simulated-otp.ts';

/** Ports that read what is there and write nothing. Passwords are right or wrong as the simulation says; devices have a known secret. */
export function inertPorts(
  {
    directory,
    failures,
    clock,
    ids,
  }: Pick<NeedPorts, 'directory' | 'clock' | 'ids'> & { readonly failures: Pick<LoginFailures, 'get' | 'isLocked'> },
  password: 'right' | 'wrong',
): NeedPorts {
  const attempt = (allowed: boolean): Attempt => ({
    allowed,
    succeed: async () => {},
    release: async () => {},
    fail: async () => ({ v: 1, failures: 0, temporaryLockouts: 0, secondary: 0, lastFailure: 0, lastIp: '', lockedUntil: 0 }),
  });
  const hasher: PasswordHasher = {
    admit: () => {},
    hash: async () => ({ secretData: {}, credentialData: {} }),
    verify: async (_realm, credential) => ({ match: credential !== null && password === 'right', rehash: false }),
    matchesAny: async () => false,
  };
  return {
    directory: {
      users: directory.users,
      credentials: { list: async (realmId, userId) => (await directory.credentials.list(realmId, userId)).map(withKnownSecret) },
    },
    failures: {
      ...failures,
      reserve: async (realm, userId) => attempt(!failures.isLocked(realm, await failures.get(realm, userId))),
      reserveUnknown: async () => attempt(true),
      clear: async () => {},
      clearAll: async () => {},
    },
    hasher,
    store: { create: async () => true },
    links: { plan: () => ({ changes: [] }) },
    webauthn: { verifyAssertion: async () => null, verifyAttestation: async () => null },
    codes: { code: async () => '' },
    clock,
    ids,
  };
}

function withKnownSecret(credential: Credential): Credential {
  if (credential.type !== 'otp') return credential;
  const credentialData = { ...credential.credentialData, secretEncoding: 'UTF8' };
  return { ...credential, secretData: { value: SIMULATED_SECRET }, credentialData };
}
