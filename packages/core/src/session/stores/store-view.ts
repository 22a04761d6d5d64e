import { createRoutes, firstPlaces, type Routes } from './routes.ts';
import type { StoreChanges } from './store-changes.ts';

/** What one process knows of the places of records. It may be old: whoever acted by it asks `confirm` before the outcome counts. */
export interface StoreView {
  readonly routes: Routes;
  /** The routes as they are now: read after the call began. Many callers at once share a read. */
  confirm(): Promise<Routes>;
  /** Reads them anew and, when a change asks who knows its stores, answers. Call it about every half second. */
  poll(): Promise<void>;
}

export interface StoreViewDependencies {
  readonly changes: StoreChanges;
  /** Of the configured stores, in their order. */
  readonly tags: readonly string[];
  /** Of this process, new at every start. */
  readonly process: string;
}

export function createStoreView({ changes, tags, process }: StoreViewDependencies): StoreView {
  let routes = createRoutes(tags, firstPlaces(tags));
  let seen = -1;
  let asked: number | null = null;
  let answered: number | null = null;
  let running: Promise<Routes> | null = null;
  let next: Promise<Routes> | null = null;

  const read = async (): Promise<Routes> => {
    const stored = await changes.get();
    const places = stored?.places ?? firstPlaces(tags);
    if (places.epoch !== seen) {
      seen = places.epoch;
      routes = createRoutes(tags, places);
      asked = places.change?.state === 'asking' ? places.epoch : null;
    }
    return routes;
  };

  const confirm = (): Promise<Routes> => {
    if (running === null) {
      running = read().finally(() => {
        running = null;
      });
      return running;
    }
    // The read under way may have begun before what the caller has just done.
    next ??= running
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        next = null;
        return confirm();
      });
    return next;
  };

  return {
    get routes() {
      return routes;
    },
    confirm,
    poll: async () => {
      await confirm();
      if (asked === null || asked === answered) return;
      const epoch = asked;
      await changes.answer(process, epoch, tags);
      answered = epoch;
    },
  };
}
