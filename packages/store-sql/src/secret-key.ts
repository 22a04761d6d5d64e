import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnteroomError } from '@anteroom/core';

export interface SecretKeyPlace {
  readonly dataDir: string;
  /** `ANTEROOM_SECRET_KEY`, or what the file named by `ANTEROOM_SECRET_KEY_FILE` holds; null when neither is set. */
  readonly configured: string | null;
  /** True when no check value of a secret key is in the database: only then may a key be made. */
  readonly databaseIsEmpty: boolean;
}

/**
 * The node's 32-byte secret key (settled 24): from configuration, else `<data>/secret.key` (mode 0600), which is made for an empty
 * database only. A fresh container that lost its data directory stops here with `key_missing` and never mints new keys in silence.
 */
export function loadOrCreateSecretKey(place: SecretKeyPlace): Uint8Array {
  if (place.configured !== null) return decode(place.configured, 'ANTEROOM_SECRET_KEY');
  const file = join(place.dataDir, 'secret.key');
  const present = read(file);
  if (present !== null) return decode(present, file);
  if (!place.databaseIsEmpty) {
    throw new AnteroomError(
      'key_missing',
      `the database was written with a secret key that is not here: restore ${file} or set ANTEROOM_SECRET_KEY to its content`,
    );
  }
  return create(place.dataDir, file);
}

/** Several processes may start at once: the key is linked into place complete, and the loser reads the winner's. */
function create(dataDir: string, file: string): Uint8Array {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return decode(readFileSync(file, 'utf8'), file);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AnteroomError('configuration', `${file} cannot be read`, { cause: error });
  }
}

/** 32 bytes as base64url, base64 or hexadecimal. */
function decode(text: string, source: string): Uint8Array {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (bytes.length === 32) return new Uint8Array(bytes);
  throw new AnteroomError(
    'configuration',
    `${source} must be 32 random bytes as base64 or hexadecimal (make one with: openssl rand -base64 32)`,
  );
}
