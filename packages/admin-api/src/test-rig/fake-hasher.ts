import type { Credential, PasswordHasher } from '@anteroom/core';

/** Keeps the password in the clear under argon2's parameters: these tests look at what is stored about a password, not at the hash. */
export function createFakeHasher(): PasswordHasher {
  const holds = (credential: Credential, password: string) => credential.secretData.value === `plain:${password}`;
  return {
    admit: () => {},
    async hash(_realm, password) {
      return {
        secretData: { value: `plain:${password}`, salt: '', additionalParameters: {} },
        credentialData: {
          hashIterations: 5,
          algorithm: 'argon2',
          additionalParameters: { hashLength: ['32'], memory: ['7168'], type: ['id'], version: ['1.3'], parallelism: ['1'] },
        },
      };
    },
    async verify(_realm, credential, password) {
      return { match: credential !== null && holds(credential, password), rehash: false };
    },
    async matchesAny(credentials, password) {
      return credentials.some((credential) => holds(credential, password));
    },
  };
}
