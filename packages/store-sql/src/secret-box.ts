import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { AnteroomError } from '@anteroom/core';

/**
 * Seals secrets for the database: AES-256-GCM, bound to the place they stand in (`context`: realm, table, id), so that a sealed value
 * copied into another row does not open there.
 */
export interface SecretBox {
  seal(clear: string, context: string): string;
  /** Throws `key_missing` when the value was sealed with another key or for another place. */
  open(sealed: string, context: string): string;
  /** A keyed fingerprint, to compare a secret with what is stored without opening it. */
  mark(clear: string): string;
  /** Tells whether a check value was made with this key. */
  checkValue(): string;
  matchesCheckValue(value: string): boolean;
}

const FORMAT = 'v1';

/** `key`: 32 bytes. Keys for sealing and for marks are derived from it (RFC 5869). */
export function createSecretBox(key: Uint8Array): SecretBox {
  if (key.length !== 32) throw new AnteroomError('configuration', 'the secret key must have 32 bytes');
  const sealing = derive(key, 'anteroom seal');
  const marking = derive(key, 'anteroom mark');
  const mark = (clear: string) => createHmac('sha256', marking).update(clear).digest('base64url');
  const checkValue = () => `${FORMAT}.${mark('anteroom check value')}`;

  return {
    seal(clear, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(context, 'utf8'));
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
      return `${FORMAT}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(sealed, context) {
      const [format, text] = sealed.split('.');
      const bytes = Buffer.from(text ?? '', 'base64url');
      if (format !== FORMAT || bytes.length < 28)
        throw new AnteroomError('key_missing', `a sealed value of ${context} has an unknown format`);
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12)).setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(bytes.subarray(-16));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AnteroomError('key_missing', `a sealed value of ${context} does not open with this secret key`, { cause });
      }
    },
    mark,
    checkValue,
    matchesCheckValue(value) {
      const own = Buffer.from(checkValue());
      const other = Buffer.from(value);
      return own.length === other.length && timingSafeEqual(own, other);
    },
  };
}

function derive(key: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), info, 32));
}
