import assert from 'node:assert/strict';
import type { HeldRecord, RecordKey, RecordMoves, SessionStore } from '@anteroom/core';
import type { SessionStoreHarness } from '../../harness.ts';

export function movesOf(store: SessionStore): RecordMoves {
  assert.ok(store.moves, 'the store has no moves');
  return store.moves;
}

/** Freezes what must be there. */
export async function frozen(store: SessionStore, key: RecordKey, ticket = 'ticket'): Promise<HeldRecord> {
  const held = await movesOf(store).freeze(key, ticket);
  assert.ok(held, `nothing to freeze under ${key.id}`);
  return held;
}

/** Leaves a moved mark where a record or tombstone is; gives what was there. */
export async function movedOut(harness: SessionStoreHarness, key: RecordKey): Promise<HeldRecord> {
  const held = await frozen(harness.a, key, `out-${key.id}`);
  assert.equal(await movesOf(harness.b).release(key, `out-${key.id}`, harness.expiring(1000).expiresAt), true);
  return held;
}

/** Everything of a store, however many pages it takes. */
export async function scanAll(store: SessionStore, limit: number): Promise<readonly HeldRecord[]> {
  const found: HeldRecord[] = [];
  let after: string | undefined;
  for (let page = 0; page < 10_000; page += 1) {
    const { held, next } = await movesOf(store).scan({ limit, ...(after === undefined ? {} : { after }) });
    found.push(...held);
    if (next === null) return found;
    after = next;
  }
  throw new Error('the scan does not end');
}
