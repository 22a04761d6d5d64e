import { randomBytes, randomUUID } from 'node:crypto';
import type { IdSource } from '@anteroom/core';

export function createRandomIds(): IdSource {
  return { uuid: () => randomUUID(), token: (bytes) => randomBytes(bytes).toString('base64url') };
}
