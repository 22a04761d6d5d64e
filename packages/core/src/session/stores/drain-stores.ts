import type { Clock, IdSource } from '../../clock.ts';
import type { Leases } from '../../cluster/leases.ts';
import { AnteroomError, isAnteroomError } from '../../errors.ts';
import type { SessionStore } from '../session-store.ts';
import { createBringOver, movesOf } from './bring-over.ts';
import { createChangeRecord } from './change-record.ts';
import { type DrainListener, emptyStores } from './empty-stores.ts';
import { checkPlaces, homesOf } from './routes.ts';
import { reportOf, type StoreChangeReport, type StoreChanges } from './store-changes.ts';

export type { DrainListener } from './empty-stores.ts';

export interface DrainDependencies {
  /** All configured stores, in their order. */
  readonly stores: readonly SessionStore[];
  readonly changes: StoreChanges;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** How long processes have to say whether they know the target, and to see that everything has moved. Milliseconds. */
  readonly patienceMs?: number;
}

export interface StoreDrain {
  /**
   * Moves everything to the store of this tag while all processes go on serving, and resolves when the other stores are empty. Goes on
   * where one that was killed has stopped. `busy` while another runs; `configuration` when a store or a process is not ready for it,
   * before anything has moved.
   */
  run(to: string, listener: DrainListener): Promise<StoreChangeReport>;
}

const LEASE = 'session-store-drain';
const LEASE_SECONDS = 4;

/** The change of store, as `anteroom store drain` runs it. Correct whatever the processes have noticed of it yet. */
export function createStoreDrain({ stores, changes, leases, clock, ids, wait, patienceMs = 2000 }: DrainDependencies): StoreDrain {
  const tags = stores.map((store) => store.tag);
  const bringOver = createBringOver({ clock, ids });
  const storeOf = (tag: string): SessionStore => {
    const store = stores.find((one) => one.tag === tag);
    if (store === undefined) throw new AnteroomError('configuration', `ANTEROOM_SESSION_STORE names no store with the tag "${tag}"`);
    return store;
  };

  const drain = async (to: string, { progress, trouble }: DrainListener, stillOurs: () => Promise<void>): Promise<StoreChangeReport> => {
    const target = storeOf(to);
    movesOf(target);
    const record = await createChangeRecord({ changes, tags, clock, ids });
    checkPlaces(tags, record.places);
    const told = (report: StoreChangeReport) => {
      progress(report);
      return report;
    };

    if (record.change?.state !== 'moving') {
      const from = homesOf(tags, record.places).filter((tag) => tag !== to);
      const idle = tags.filter((tag) => !homesOf(tags, record.places).includes(tag));
      if (from.length === 0) {
        await tidy(idle.filter((tag) => tag !== to));
        return told(record.change === null ? nothingToDo(to, clock.now()) : reportOf(record.change));
      }
      for (const tag of from) movesOf(storeOf(tag));
      // What an earlier change has left there is in the way of nothing any more.
      if (idle.includes(to)) await movesOf(target).clear();
      const epoch = await record.ask(from, to);
      told(record.report());
      await wait(patienceMs);
      await stillOurs();
      const answers = await changes.answers(epoch);
      const strangers = answers.filter((answer) => ![...from, to].every((tag) => answer.tags.includes(tag)));
      if (strangers.length > 0) {
        await record.withdraw();
        throw new AnteroomError(
          'configuration',
          `${strangers.length} running ${strangers.length === 1 ? 'process does' : 'processes do'} not know all of the stores ${[...from, to].join(' ')}: name them in ANTEROOM_SESSION_STORE of every node and restart it (${strangers.map((one) => one.process).join(', ')})`,
        );
      }
      await record.move();
    } else if (record.change.to !== to) {
      throw new AnteroomError(
        'conflict',
        `a change to store "${record.change.to}" is half-way; finish it first: anteroom store drain --to ${record.change.to}`,
      );
    }

    const sources = record.report().from.map(storeOf);
    const began = clock.now().getTime();
    const empty = () => emptyStores({ sources, target, bringOver, record, stillOurs, wait, progress, trouble });
    await empty();
    // Whoever has not noticed yet may still write to an old store, and brings it over then; the last look is after that.
    await wait(Math.max(0, began + patienceMs - clock.now().getTime()));
    await empty();
    await record.finish();
    told(record.report());
    await wait(patienceMs);
    await tidy(sources.map((store) => store.tag)).catch(trouble);
    return record.report();
  };

  /** Removes what is left in stores that nothing is looked for in: marks, mostly. */
  const tidy = async (emptied: readonly string[]) => {
    for (const tag of emptied) await storeOf(tag).moves?.clear();
  };

  return {
    run: async (to, listener) => {
      storeOf(to);
      const holder = ids.uuid();
      const take = () => leases.take(LEASE, holder, LEASE_SECONDS);
      // A command that was killed holds it for some seconds more.
      for (let waited = 0; !(await take()); waited += 500) {
        if (waited > LEASE_SECONDS * 1000 + 1000)
          throw new AnteroomError('busy', 'another change of session store is running', { retryAfter: 5 });
        await wait(500);
      }
      const stillOurs = async () => {
        if (!(await take())) throw new AnteroomError('conflict', 'another command has taken over this change of session store');
      };
      try {
        for (;;) {
          try {
            return await drain(to, listener, stillOurs);
          } catch (error) {
            // Every step can be done again: it goes on from what the database says.
            if (!isAnteroomError(error, 'store_unavailable')) throw error;
            listener.trouble(error);
            await wait(500);
          }
        }
      } finally {
        await leases.release(LEASE, holder).catch((error: unknown) => {
          if (!isAnteroomError(error, 'store_unavailable')) throw error;
        });
      }
    },
  };
}

function nothingToDo(to: string, now: Date): StoreChangeReport {
  return { from: [], to, state: 'finished', moved: 0, remaining: 0, startedAt: now, finishedAt: now };
}
