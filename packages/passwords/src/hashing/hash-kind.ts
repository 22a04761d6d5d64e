import type { Credential, JsonObject } from '@anteroom/core';

/** How one stored value was derived. Two values of the same kind cost the same. */
export type HashKind =
  | {
      readonly algorithm: 'argon2';
      readonly iterations: number;
      readonly length: number;
      readonly memory: number;
      readonly parallelism: number;
      readonly type: 'd' | 'i' | 'id';
      readonly version: '1.0' | '1.3';
    }
  | { readonly algorithm: Pbkdf2Algorithm; readonly iterations: number; readonly length: number };

export type Pbkdf2Algorithm = 'pbkdf2-sha512' | 'pbkdf2-sha256' | 'pbkdf2';

export interface StoredHash {
  readonly kind: HashKind;
  readonly salt: Buffer;
  readonly value: Buffer;
}

const PBKDF2: Readonly<Record<string, Pbkdf2Algorithm>> = {
  'pbkdf2-sha512': 'pbkdf2-sha512',
  'pbkdf2-sha256': 'pbkdf2-sha256',
  pbkdf2: 'pbkdf2',
};
/** Guards against a stored row that would occupy a thread for minutes. */
export const MOST_ITERATIONS = 20_000_000;

/** Memory (KiB) and passes times memory of one argon2 hash: a gigabyte, and what takes ten seconds or so. */
const MOST_MEMORY = 1_048_576;
const MOST_WORK = 8_388_608;

/** Reads Keycloak's secretData and credentialData; null when the algorithm is not known here or the row is damaged. */
export function readStoredHash(credential: Pick<Credential, 'secretData' | 'credentialData'>): StoredHash | null {
  const { value, salt } = credential.secretData;
  if (typeof value !== 'string' || value === '') return null;
  const bytes = Buffer.from(value, 'base64');
  const kind = readHashKind(credential.credentialData, bytes.length);
  if (kind === null || bytes.length === 0) return null;
  return { kind, salt: readSalt(salt), value: bytes };
}

/** The derived length of pbkdf2 is the length of the stored value: servers of different ages wrote 32 or 64 bytes. */
export function readHashKind(data: JsonObject, storedLength: number): HashKind | null {
  const iterations = Number(data.hashIterations);
  const algorithm = data.algorithm;
  if (typeof algorithm !== 'string' || !Number.isInteger(iterations) || iterations < 1 || iterations > MOST_ITERATIONS) return null;
  const pbkdf2 = PBKDF2[algorithm];
  if (pbkdf2 !== undefined) return { algorithm: pbkdf2, iterations, length: storedLength };
  if (algorithm !== 'argon2') return null;
  const parameter = parameterReader(data.additionalParameters);
  const memory = Number(parameter('memory', '7168'));
  const parallelism = Number(parameter('parallelism', '1'));
  const type = parameter('type', 'id');
  const version = parameter('version', '1.3');
  if (
    !Number.isInteger(memory) ||
    memory < 8 ||
    memory > MOST_MEMORY ||
    memory * iterations > MOST_WORK ||
    !Number.isInteger(parallelism) ||
    parallelism < 1 ||
    parallelism > 255
  )
    return null;
  if (type !== 'id' && type !== 'i' && type !== 'd') return null;
  if (version !== '1.0' && version !== '1.3') return null;
  return { algorithm: 'argon2', iterations, length: storedLength, memory, parallelism, type, version };
}

/** Names a kind, for measured costs and comparison. */
export function hashKindName(kind: HashKind): string {
  const common = `${kind.algorithm}:${kind.iterations}:${kind.length}`;
  return kind.algorithm === 'argon2' ? `${common}:${kind.memory}:${kind.parallelism}:${kind.type}:${kind.version}` : common;
}

/** Keycloak writes `null` or `__SALT__` for "no salt". */
function readSalt(salt: unknown): Buffer {
  return typeof salt === 'string' && salt !== '__SALT__' ? Buffer.from(salt, 'base64') : Buffer.alloc(0);
}

/** Parameters are lists of one string each. */
function parameterReader(parameters: unknown): (name: string, absent: string) => string {
  const map = (typeof parameters === 'object' && parameters !== null ? parameters : {}) as Record<string, unknown>;
  return (name, absent) => {
    const value = map[name];
    const first = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' || typeof first === 'number' ? String(first) : absent;
  };
}
