import { pbkdf2, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { hashRaw } from '@node-rs/argon2';
import type { HashKind, StoredHash } from './hash-kind.ts';

const pbkdf2Async = promisify(pbkdf2);
const DIGEST = { 'pbkdf2-sha512': 'sha512', 'pbkdf2-sha256': 'sha256', pbkdf2: 'sha1' } as const;
/** The binding's enums are `const enum`s, which do not exist at run time. */
const ARGON2_TYPE = { d: 0, i: 1, id: 2 } as const;
const ARGON2_VERSION = { '1.0': 0, '1.3': 1 } as const;

/**
 * Blocks of pbkdf2 that take less time than handing them to another thread and back does (some 25 µs on either side). Only policies made
 * for tests and for throw-away accounts are that cheap.
 */
const CHEAPER_HERE = 50;

/** Runs on a thread of the pool (both libraries), never on the event loop, unless it is over before a thread could begin. */
export async function derive(kind: HashKind, salt: Buffer, password: string): Promise<Buffer> {
  const bytes = Buffer.from(password, 'utf8');
  if (kind.algorithm !== 'argon2') {
    const digest = DIGEST[kind.algorithm];
    const blocks = Math.ceil(kind.length / 20) * kind.iterations;
    return (blocks <= CHEAPER_HERE ? pbkdf2Sync : pbkdf2Async)(bytes, salt, kind.iterations, kind.length, digest);
  }
  return hashRaw(bytes, {
    algorithm: ARGON2_TYPE[kind.type],
    version: ARGON2_VERSION[kind.version],
    memoryCost: kind.memory,
    timeCost: kind.iterations,
    parallelism: kind.parallelism,
    outputLen: kind.length,
    salt,
  });
}

export async function matches(stored: StoredHash, password: string): Promise<boolean> {
  const derived = await derive(stored.kind, stored.salt, password);
  return derived.length === stored.value.length && timingSafeEqual(derived, stored.value);
}
