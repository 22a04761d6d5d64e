import { createHash, timingSafeEqual } from 'node:crypto';

/** The identity cookie's value is `<sid>.<secret>`; ids have dots of their own, secrets have none (settled 3). */
export function parseIdentityCookie(cookie: string): { readonly sid: string; readonly secret: string } | null {
  const dot = cookie.lastIndexOf('.');
  if (dot < 1 || dot === cookie.length - 1) return null;
  return { sid: cookie.slice(0, dot), secret: cookie.slice(dot + 1) };
}

/** SHA-256 as base64url: what the store keeps of a secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares in constant time; a record without a secret matches nothing. */
export function secretMatches(secret: string, storedHash: string | null): boolean {
  const presented = Buffer.from(hashSecret(secret));
  const stored = Buffer.from(storedHash ?? '');
  return presented.length === stored.length && timingSafeEqual(presented, stored);
}
