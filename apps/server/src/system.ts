import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, IdSource } from '@anteroom/core';

export const systemClock: Clock = { now: () => new Date() };

export const systemIds: IdSource = {
  uuid: () => randomUUID(),
  token: (bytes) => randomBytes(bytes).toString('base64url'),
};
