import { setTimeout as wait } from 'node:timers/promises';
import { isAnteroomError, type SessionStore } from '@anteroom/core';

export type Acknowledged = 'created' | 'consumed' | 'changed' | 'ended';

export interface Workload {
  /** Calls that were refused with `store_unavailable`. */
  refused(): number;
  /** What must not happen: any other failure. */
  wrong(): readonly string[];
  /** Ends after the calls that are under way. */
  stop(): Promise<void>;
}

const LANES = 8;
const HOUR_MS = 3_600_000;

/** Writes without end, as logins do, and notes each acknowledgement before it goes on. A refused call is not tried again. */
export function startWorkload(store: SessionStore, name: string, note: (id: string, what: Acknowledged) => void): Workload {
  const expiresAt = new Date(Date.now() + HOUR_MS);
  const wrong: string[] = [];
  let refused = 0;
  let running = true;

  const write = async (key: { readonly type: 'marker'; readonly realmId: string; readonly id: string }, round: number) => {
    const holdsNow = async (what: Acknowledged, done: boolean) => {
      if (done) note(key.id, what);
      else wrong.push(`${key.id} was not ${what}`);
    };
    await holdsNow('created', await store.create(key, { v: 1, note: 'first' }, { expiresAt, indexes: { user: ['alice'] } }));
    if (round % 4 === 1) await holdsNow('consumed', (await store.consume(key)) !== null);
    if (round % 4 === 2)
      await holdsNow('changed', await store.put(key, 1, { v: 1, note: 'second' }, { expiresAt, indexes: { user: ['alice'] } }));
    if (round % 4 === 3) await holdsNow('ended', await store.delete(key, { tombstoneUntil: expiresAt }));
  };
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    for (let round = 0; running; round += 1) {
      try {
        await write({ type: 'marker', realmId: 'acme', id: `r.${name}-${lane}-${round}` }, round);
      } catch (error) {
        if (isAnteroomError(error, 'store_unavailable') && error.retryAfter !== null) refused += 1;
        else wrong.push(String(error));
        await wait(20);
      }
    }
  });
  return {
    refused: () => refused,
    wrong: () => wrong,
    stop: async () => {
      running = false;
      await Promise.all(lanes);
    },
  };
}

/** Acknowledged writes that the store does not have: the last one of each record counts. A later step may have happened unacknowledged. */
export async function findLost(store: SessionStore, acknowledged: ReadonlyMap<string, Acknowledged>): Promise<readonly string[]> {
  const lost: string[] = [];
  const entries = [...acknowledged];
  for (let at = 0; at < entries.length; at += 100) {
    const page = entries.slice(at, at + 100);
    const held = await Promise.all(page.map(([id, what]) => holds(store, id, what)));
    for (const [index, [id, what]] of page.entries()) if (!held[index]) lost.push(`${id} ${what}`);
  }
  return lost;
}

async function holds(store: SessionStore, id: string, what: Acknowledged): Promise<boolean> {
  const key = { type: 'marker', realmId: 'acme', id } as const;
  const record = await store.get(key);
  const isBarred = async () => !(await store.create(key, { v: 1, note: 'again' }, { expiresAt: new Date(Date.now() + HOUR_MS) }));
  switch (what) {
    case 'created':
      return record !== null || (Number(id.split('-').at(-1)) % 4 === 3 && (await isBarred()));
    case 'consumed':
      return record?.consumedAt instanceof Date && (await store.consume(key)) === null;
    case 'changed':
      return record?.value.note === 'second';
    case 'ended':
      return record === null && (await isBarred());
  }
}
