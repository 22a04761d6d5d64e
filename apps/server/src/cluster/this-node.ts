import { hostname } from 'node:os';
import type { IdSource, ServerNode } from '@anteroom/core';
import { VERSION } from '../version.ts';

/** What this server says of itself to the others. */
export type ThisNode = Omit<ServerNode, 'startedAt' | 'lastSeenAt' | 'alive'>;

export function thisNode({ ids, workers }: { readonly ids: IdSource; readonly workers: number }): ThisNode {
  return { id: ids.uuid(), host: hostname(), pid: process.pid, workers, version: VERSION };
}
