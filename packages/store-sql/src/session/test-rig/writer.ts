/**
 * A process that writes until it is killed, and notes each acknowledgement in a file before it goes on. Run by the kill tests. A write that
 * is refused because the database is away may or may not have happened: its record is left alone.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { AnteroomError } from '@anteroom/core';
import { connect } from '../../connect.ts';
import { createSqlSessionStore } from '../sql-session-store.ts';

export type Acknowledged = 'created' | 'consumed' | 'changed' | 'ended';

const [url, log, run] = process.argv.slice(2).map(String);
const store = createSqlSessionStore({ db: { connection: connect(url ?? '') }, clock: { now: () => new Date() } });
const expiresAt = new Date(Date.now() + 3_600_000);
const note = (id: string, what: Acknowledged) => appendFileSync(log ?? '', `${id} ${what}\n`);

async function write(lane: number): Promise<never> {
  for (let round = 0; ; round += 1) {
    const key = { type: 'marker', realmId: 'acme', id: `s.${run}-${lane}-${round}` } as const;
    try {
      await writeOne(key, round);
    } catch (error) {
      if (!(error instanceof AnteroomError) || error.code !== 'store_unavailable') throw error;
      await wait(20);
    }
  }
}

async function writeOne(key: { readonly type: 'marker'; readonly realmId: string; readonly id: string }, round: number): Promise<void> {
  await store.create(key, { v: 1, note: 'first' }, { expiresAt, indexes: { user: ['alice'] } });
  note(key.id, 'created');
  if (round % 4 === 1) {
    await store.consume(key);
    note(key.id, 'consumed');
  }
  if (round % 4 === 2) {
    await store.put(key, 1, { v: 1, note: 'second' }, { expiresAt });
    note(key.id, 'changed');
  }
  if (round % 4 === 3) {
    await store.delete(key, { tombstoneUntil: expiresAt });
    note(key.id, 'ended');
  }
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => write(lane)));
