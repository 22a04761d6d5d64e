import type { Clock, IdSource } from '../../clock.ts';
import { AnteroomError } from '../../errors.ts';
import { firstPlaces } from './routes.ts';
import { reportOf, type StoreChange, type StoreChangeReport, type StoreChanges, type StorePlaces } from './store-changes.ts';

/** The shared record of a change, written by the one command that runs it. Every step is refused when another has written meanwhile. */
export interface ChangeRecord {
  readonly places: StorePlaces;
  readonly change: StoreChange | null;
  report(): StoreChangeReport;
  /** Asks all processes whether they know the stores; the epoch that they answer for. */
  ask(from: readonly string[], to: string): Promise<number>;
  withdraw(): Promise<void>;
  move(): Promise<void>;
  progress(moved: number, remaining: number): Promise<void>;
  finish(): Promise<void>;
}

export async function createChangeRecord({
  changes,
  tags,
  clock,
  ids,
}: {
  readonly changes: StoreChanges;
  readonly tags: readonly string[];
  readonly clock: Clock;
  readonly ids: Pick<IdSource, 'uuid'>;
}): Promise<ChangeRecord> {
  const stored = await changes.get();
  let revision = stored?.revision ?? 0;
  let places = stored?.places ?? firstPlaces(tags);

  const write = async (next: StorePlaces) => {
    const written = (await changes.put(revision, next)) ?? (await writtenBefore(next));
    if (written === null) throw new AnteroomError('conflict', 'another command has changed the session stores meanwhile');
    revision = written;
    places = next;
  };
  /** An earlier try may have been done although its answer was lost. */
  const writtenBefore = async (next: StorePlaces) => {
    const found = await changes.get();
    return found !== null && JSON.stringify(found.places) === JSON.stringify(next) ? found.revision : null;
  };
  const current = (): StoreChange => {
    if (places.change === null) throw new AnteroomError('conflict', 'no change of session store is under way');
    return places.change;
  };
  const step = (change: Partial<StoreChange>, rest: Partial<StorePlaces> = {}) =>
    write({ ...places, ...rest, change: { ...current(), ...change } });

  return {
    get places() {
      return places;
    },
    get change() {
      return places.change;
    },
    report: () => reportOf(current()),

    ask: async (from, to) => {
      const epoch = places.epoch + 1;
      const startedAt = clock.now().getTime();
      const change = { id: ids.uuid(), from: [...from], to, state: 'asking' as const, moved: 0, remaining: 0, startedAt, finishedAt: null };
      await write({ ...places, epoch, change });
      return epoch;
    },

    withdraw: () => write({ ...places, epoch: places.epoch + 1, change: null }),
    move: () => step({ state: 'moving' }, { epoch: places.epoch + 1 }),
    progress: (moved, remaining) => step({ moved, remaining }),

    finish: () => {
      const { from, to } = current();
      const known = [...new Set([...tags, ...from, to, ...Object.keys(places.homes)])];
      const homes = known
        .map((tag) => [tag, places.homes[tag] ?? tag] as const)
        .map(([tag, home]) => [tag, from.includes(home) ? to : home] as const)
        .filter(([tag, home]) => tag !== home);
      return step(
        { state: 'finished', remaining: 0, finishedAt: clock.now().getTime() },
        {
          epoch: places.epoch + 1,
          homes: Object.fromEntries(homes),
          untagged: from.includes(places.untagged) ? to : places.untagged,
        },
      );
    },
  };
}
