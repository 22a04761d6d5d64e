/** A node on one side of a partition: writes, redeems codes and reads until it is told to stop, noting what it was told was done. */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '@anteroom/core';
import { createRedisSessionStore, openRedis } from '../index.ts';
import { type Acknowledged, findLost, startWorkload } from './workload.ts';

export type NodeOrder =
  | { readonly kind: 'begin' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'check'; readonly acknowledged: readonly (readonly [string, Acknowledged])[] };

export type NodeAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopped'; readonly refused: number; readonly wrong: readonly string[] }
  | { readonly kind: 'checked'; readonly lost: readonly string[] };

export const CODES = 3000;
export const codeKey = (number: number) => ({ type: 'code', realmId: 'acme', id: `r.code-${number}` }) as const;

const [url = '', name = '', file = ''] = process.argv.slice(2);
const quiet = () => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const store = createRedisSessionStore({ redis: await openRedis({ url, log }), clock: { now: () => new Date() } });
const note = (...words: readonly (string | number)[]) => appendFileSync(file, `${Date.now()} ${words.join(' ')}\n`);
const answer = (message: NodeAnswer) => void process.send?.(message);

async function prepare(): Promise<void> {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const value = { v: 1, client: 'web', user: 'alice', session: null, generation: null, protocolState: {}, snapshot: null } as const;
  for (let number = 0; number < CODES; number += 100)
    await Promise.all(Array.from({ length: 100 }, (_, next) => store.create(codeKey(number + next), value, { expiresAt })));
}

let running = true;

/** The same codes in the same order on both sides. */
async function redeem(): Promise<void> {
  for (let number = 0; running && number < CODES; number += 1) {
    try {
      if ((await store.consume(codeKey(number))) !== null) note('won', number);
    } catch {
      // Refused: it may have happened, and nobody was told that it had.
    }
    await wait(4);
  }
}

async function read(): Promise<void> {
  while (running) {
    try {
      await store.get(codeKey(0));
      note('read', 0);
    } catch {
      // Refused.
    }
    await wait(50);
  }
}

if (name === 'near') await prepare();
let others: Promise<unknown> = Promise.resolve();
let work: ReturnType<typeof startWorkload> | null = null;
process.on('message', async (order: NodeOrder) => {
  switch (order.kind) {
    case 'begin':
      work = startWorkload(store, name, (id, what) => note(what, id));
      others = Promise.all([redeem(), read()]);
      break;
    case 'stop':
      running = false;
      await Promise.all([work?.stop(), others]);
      answer({ kind: 'stopped', refused: work?.refused() ?? 0, wrong: work?.wrong() ?? [] });
      break;
    case 'check':
      answer({ kind: 'checked', lost: await findLost(store, new Map(order.acknowledged)) });
      break;
  }
});
process.on('disconnect', () => process.exit(0));
answer({ kind: 'ready' });
