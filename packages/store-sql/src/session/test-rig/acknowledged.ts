import { readFile } from 'node:fs/promises';
import type { SessionStore } from '@anteroom/core';
import type { Acknowledged } from './writer.ts';

/** What a writer was told is done, in order. */
export async function acknowledged(log: string): Promise<readonly (readonly [id: string, what: Acknowledged])[]> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ') as [string, Acknowledged]);
}

/** Which of them the store does not have. */
export async function lostWrites(store: SessionStore, log: string): Promise<{ readonly writes: number; readonly lost: readonly string[] }> {
  const lost: string[] = [];
  const last = new Map(await acknowledged(log));
  for (const [id, what] of last) if (!(await holds(store, id, what))) lost.push(`${id} ${what}`);
  return { writes: last.size, lost };
}

/** A later step of the same record may have happened without its acknowledgement; an earlier one may not be undone. */
async function holds(store: SessionStore, id: string, what: Acknowledged): Promise<boolean> {
  const key = { type: 'marker', realmId: 'acme', id } as const;
  const record = await store.get(key);
  const round = Number(id.split('-')[2]);
  switch (what) {
    case 'created':
      return round % 4 === 3 ? !(await store.create(key, { v: 1, note: '' }, { expiresAt: new Date(Date.now() + 1000) })) : record !== null;
    case 'consumed':
      return record?.consumedAt instanceof Date && (await store.consume(key)) === null;
    case 'changed':
      return record?.value.note === 'second';
    case 'ended':
      return record === null && !(await store.create(key, { v: 1, note: 'again' }, { expiresAt: new Date(Date.now() + 1000) }));
  }
}
