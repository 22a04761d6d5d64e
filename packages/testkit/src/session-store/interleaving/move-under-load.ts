import {
  createStoreDrain,
  createStoreRouter,
  createStoreView,
  firstPlaces,
  isAnteroomError,
  type Leases,
  type SessionStore,
  type StoreView,
} from '@anteroom/core';
import { createRandom } from '../../random.ts';
import { createSequentialIds } from '../../sequential-ids.ts';
import { createTestClock } from '../../test-clock.ts';
import { keyOf, note, REALM } from '../harness.ts';
import { createMemoryStoreChanges } from '../memory-store-changes.ts';
import { wrapStore } from '../wrap-store.ts';
import { type Call, isExplained, seen } from './record-history.ts';
import { createScheduler } from './scheduler.ts';

/** Makes the stores of one run; both are empty. */
export type OpenTwoStores = (context: { readonly clock: { now(): Date } }) => { readonly r: SessionStore; readonly s: SessionStore };

export interface MoveFindings {
  /** What a single store would never have answered. */
  readonly wrong: readonly string[];
  readonly calls: number;
  /** Calls whose outcome their caller was not told. */
  readonly unknown: number;
  /** Where new ids go at the end. */
  readonly first: string;
}

export interface MoveUnderLoad {
  readonly seed: number;
  readonly open: OpenTwoStores;
  /** Breaks what a process knows of the places. */
  readonly spoilView?: (view: StoreView) => StoreView;
  /** `back`: once the target has everything, everything is moved back. `killed`: the first command ends half-way and another goes on. */
  readonly course: 'there' | 'back' | 'killed';
}

const PROCESSES = 3;
const CALLS = 6;
const IDS = ['r.one', 'untagged'];
const STABLE = ['r.kept-1', 'r.kept-2', 's.kept-3'];

/**
 * Three processes use the same few records through routers of their own while everything moves from store `r` to store `s`. Every call
 * of a store, and of the shared places, waits for a turn that the seed decides, so each seed is one interleaving.
 */
export async function moveUnderLoad({ seed, open, course, spoilView = (view) => view }: MoveUnderLoad): Promise<MoveFindings> {
  const random = createRandom(seed);
  const scheduler = createScheduler(random);
  const clock = createTestClock();
  const ids = createSequentialIds();
  const bare = open({ clock });
  const slow = (store: SessionStore) =>
    wrapStore(store, async (_verb, call) => {
      await scheduler.turn();
      const answer = await call();
      await scheduler.turn();
      return answer;
    });
  const stores = [slow(bare.r), slow(bare.s)];
  const tags = ['r', 's'];
  const places = createMemoryStoreChanges(firstPlaces(tags));
  const changes = {
    ...places,
    get: async () => {
      await scheduler.turn();
      const answer = await places.get();
      await scheduler.turn();
      return answer;
    },
  };

  const expiresAt = new Date(clock.now().getTime() + 3_600_000);
  const indexes = { user: ['alice'] };
  for (const id of STABLE) await (id.startsWith('r') ? bare.r : bare.s).create(keyOf(id), note('kept'), { expiresAt, indexes });

  let time = 0;
  const tick = () => {
    time += 1;
    return time;
  };
  const histories = new Map<string, Call[]>(IDS.map((id) => [id, []]));
  const wrong: string[] = [];
  let unknown = 0;
  const underWay = new Set<Promise<unknown>>();
  const views: StoreView[] = [];

  const call = async (id: string, router: SessionStore, draft: Pick<Call, 'kind' | 'note' | 'version'>): Promise<unknown> => {
    const began = tick();
    const work = perform(router, id, draft, expiresAt);
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    underWay.add(settled);
    try {
      const result = await work;
      histories.get(id)?.push({ ...draft, began, ended: tick(), result });
      return result;
    } catch (error) {
      if (!isAnteroomError(error, 'store_unavailable')) throw error;
      unknown += 1;
      histories.get(id)?.push({ ...draft, began, ended: Number.POSITIVE_INFINITY, result: null });
      return null;
    } finally {
      underWay.delete(settled);
    }
  };

  const processes = Array.from({ length: PROCESSES }, async (_, number) => {
    const view = spoilView(createStoreView({ changes, tags, process: `process-${number}` }));
    views.push(view);
    const router = createStoreRouter(stores, { view, clock, ids });
    const versions = new Map<string, number>();
    for (let step = 0; step < CALLS; step += 1) {
      for (let pause = Math.floor(random() * 12); pause > 0; pause -= 1) await scheduler.turn();
      const id = IDS[Math.floor(random() * IDS.length)] ?? '';
      const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'get';
      if (kind === 'find') {
        const found = (await router.find({ type: 'marker', realmId: REALM, index: 'user', value: 'alice' })).map((record) => record.id);
        if (found.join() !== STABLE.join()) wrong.push(`seed ${seed}: found ${found.join()}`);
        continue;
      }
      const result = await call(id, router, { kind, note: `${number}-${step}`, version: versions.get(id) ?? 1 });
      if (Array.isArray(result)) versions.set(id, result[0] as number);
      else if (kind === 'put' && result === true) versions.set(id, (versions.get(id) ?? 1) + 1);
    }
    return router;
  });

  // Long enough for every process to look once and to end what is under way: who sleeps through a whole change is told that it does not know.
  const wait = async () => {
    await Promise.all(views.map((view) => view.poll()));
    await Promise.all(underWay);
  };
  const drain = (to: string, turns: number) => {
    let left = turns;
    const killed = new Promise<never>(() => undefined);
    const mortal = (store: SessionStore) =>
      wrapStore(store, async (_verb, ask) => {
        left -= 1;
        if (left <= 0) return killed;
        return ask();
      });
    const command = createStoreDrain({ stores: stores.map(mortal), changes, leases: freeLeases, clock, ids, wait, patienceMs: 1 });
    return { done: command.run(to, { progress: () => {}, trouble: () => {} }), isKilled: () => left <= 0 };
  };
  const move = async () => {
    for (let pause = Math.floor(random() * 60); pause > 0; pause -= 1) await scheduler.turn();
    if (course === 'killed') {
      const first = drain('s', 4 + Math.floor(random() * 30));
      let isDone = false;
      first.done.then(
        () => {
          isDone = true;
        },
        () => {},
      );
      while (!isDone && !first.isKilled()) await scheduler.turn();
    }
    await drain('s', Number.POSITIVE_INFINITY).done;
    if (course === 'back') await drain('r', Number.POSITIVE_INFINITY).done;
  };

  const [routers] = await scheduler.until(Promise.all([Promise.all(processes), move()]));
  for (const id of IDS) {
    // At the end all agree on what is there.
    for (const kind of ['get', 'create', 'get'] as const) {
      for (const router of routers ?? []) await scheduler.until(call(id, router, { kind, note: 'last', version: 0 }));
    }
    const calls = histories.get(id) ?? [];
    if (!isExplained(calls))
      wrong.push(`seed ${seed}: no single store answers like this:\n${calls.map((one) => JSON.stringify(one)).join('\n')}`);
  }
  const calls = [...histories.values()].reduce((total, list) => total + list.length, 0);
  return { wrong, calls, unknown, first: routers?.[0]?.tag ?? '' };
}

const KINDS = ['get', 'get', 'create', 'create', 'put', 'put', 'consume', 'take', 'delete', 'tombstone', 'find'] as const;

async function perform(
  router: SessionStore,
  id: string,
  draft: Pick<Call, 'kind' | 'note' | 'version'>,
  expiresAt: Date,
): Promise<unknown> {
  const key = keyOf(id);
  switch (draft.kind) {
    case 'get':
      return seen(await router.get(key));
    case 'create':
      return router.create(key, note(draft.note), { expiresAt });
    case 'put':
      return router.put(key, draft.version, note(draft.note), { expiresAt });
    case 'consume':
      return seen(await router.consume(key));
    case 'take':
      return seen(await router.take(key));
    case 'delete':
      return router.delete(key);
    case 'tombstone':
      return router.delete(key, { tombstoneUntil: expiresAt });
  }
}

const freeLeases: Leases = { take: async () => true, release: async () => {} };
