import { DEFAULT_ITERATIONS, type PasswordPolicy } from '../policy/password-policy.ts';
import { type HashKind, MOST_ITERATIONS } from './hash-kind.ts';

/** Bytes that Keycloak 26 writes per algorithm. */
const LENGTH = { argon2: 32, 'pbkdf2-sha512': 64, 'pbkdf2-sha256': 32, pbkdf2: 64 } as const;
/**
 * A realm made before argon2 may carry `hashIterations(27500)`, a number of pbkdf2. As argon2 passes it would take minutes a hash, so
 * above this bound the default is used.
 */
const MOST_ARGON2_PASSES = 100;

/** The kind that the realm's policy asks for: `hashAlgorithm`, else argon2; `hashIterations`, else the algorithm's own. */
export function policyHashKind(policy: PasswordPolicy): HashKind {
  const asked = policy.hashIterations;
  switch (policy.hashAlgorithm) {
    case 'pbkdf2-sha512':
    case 'pbkdf2-sha256':
    case 'pbkdf2':
      return {
        algorithm: policy.hashAlgorithm,
        // What could not be verified afterwards is not made.
        iterations: asked !== null && asked <= MOST_ITERATIONS ? asked : DEFAULT_ITERATIONS[policy.hashAlgorithm],
        length: LENGTH[policy.hashAlgorithm],
      };
    case 'argon2':
    case null: {
      const iterations = asked !== null && asked <= MOST_ARGON2_PASSES ? asked : DEFAULT_ITERATIONS.argon2;
      return { algorithm: 'argon2', iterations, length: LENGTH.argon2, memory: 7168, parallelism: 1, type: 'id', version: '1.3' };
    }
  }
}
