import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { hash } from '@node-rs/argon2';
import { ARGON2 } from './subject/bench-realm.ts';

/** What the cores do per second when they do nothing else. */
export interface BareLimits {
  /** RSA-2048 signatures on one thread, and from the thread pool. */
  readonly rs256OneThread: number;
  readonly rs256Pool: number;
  readonly es256Pool: number;
  readonly argon2: number;
}

const signInPool = promisify(sign) as (algorithm: string, data: Buffer, key: object) => Promise<Buffer>;
/** About a token's length. */
const DATA = randomBytes(900);

export async function measureBareLimits(seconds: number): Promise<BareLimits> {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const elliptic = { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, dsaEncoding: 'ieee-p1363' };
  const salt = randomBytes(16);
  return {
    rs256OneThread: await perSecond(seconds, 1, async () => void sign('sha256', DATA, rsa)),
    rs256Pool: await perSecond(seconds, 16, () => signInPool('sha256', DATA, { key: rsa })),
    es256Pool: await perSecond(seconds, 16, () => signInPool('sha256', DATA, elliptic)),
    argon2: await perSecond(seconds, availableParallelism(), () => hash('Bench-user-2026', { ...ARGON2, salt })),
  };
}

export function averageLimits(a: BareLimits, b: BareLimits): BareLimits {
  const mean = (name: keyof BareLimits) => (a[name] + b[name]) / 2;
  return { rs256OneThread: mean('rs256OneThread'), rs256Pool: mean('rs256Pool'), es256Pool: mean('es256Pool'), argon2: mean('argon2') };
}

async function perSecond(seconds: number, atOnce: number, work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let done = 0;
  const loop = async () => {
    while (performance.now() < end) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return (done * 1000) / (performance.now() - begun);
}
