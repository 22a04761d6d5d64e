import { createHmac } from 'node:crypto';

/** RFC 6238 with SHA-1, six digits, thirty seconds. */
export function totp(secret: string | Buffer, time = Date.now()): string {
  return hotp(secret, Math.floor(time / 30_000));
}

/** RFC 4226, the same. */
export function hotp(secret: string | Buffer, count: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(count));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = hash[19]! & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
