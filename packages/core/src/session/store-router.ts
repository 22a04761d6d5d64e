import type { Clock, IdSource } from '../clock.ts';
import { AnteroomError } from '../errors.ts';
import type { SessionStore } from './session-store.ts';
import { createBringOver } from './stores/bring-over.ts';
import { createRoutedLists } from './stores/routed-lists.ts';
import { createRoutedRecords } from './stores/routed-records.ts';
import { createRoutes, firstPlaces } from './stores/routes.ts';
import type { StoreView } from './stores/store-view.ts';

export interface LiveRouting {
  readonly view: StoreView;
  readonly clock: Clock;
  readonly ids: Pick<IdSource, 'token'>;
}

/**
 * Several stores as one (settled 7): an id that carries a tag goes to the store of that tag, an id without one to the first. Index
 * queries, lists and sweeps look at all of them. New ids are minted with the first store's tag. An id with a tag nobody has names
 * nothing; creating one is a mistake of the caller.
 *
 * With `live`, records can change their store while the router serves (`docs/decisions/live-change-of-store.md`): the tag of new ids and
 * the store of an id follow what all processes share. A store alone is then asked for nothing more than it is without.
 */
export function createStoreRouter(stores: readonly SessionStore[], live?: LiveRouting): SessionStore {
  const first = stores[0];
  if (first === undefined) throw new AnteroomError('configuration', 'a session store is needed');
  const byTag = new Map(stores.map((store) => [store.tag, store]));
  if (byTag.size !== stores.length) throw new AnteroomError('configuration', 'two session stores have the same tag');
  if (stores.length === 1 && live === undefined) return first;

  const view = stores.length > 1 && live !== undefined ? live.view : withoutConfirming(live?.view ?? fixedView([...byTag.keys()]));
  const storeOf = (tag: string) => byTag.get(tag) ?? null;
  const clock = live?.clock ?? { now: () => new Date(0) };
  const bringOver = live === undefined ? neverMoves : createBringOver(live);
  const records = createRoutedRecords({ view, storeOf, bringOver, clock });
  return {
    get tag() {
      return view.routes.first;
    },
    ...records,
    ...createRoutedLists({ view, storeOf, remove: records.delete }),
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
    },
  };
}

/** For a store alone: nothing can move while this process serves, but what has moved before is known. */
function withoutConfirming(view: StoreView): StoreView {
  return {
    get routes() {
      return view.routes;
    },
    confirm: async () => view.routes,
    poll: () => view.poll(),
  };
}

function fixedView(tags: readonly string[]): StoreView {
  const routes = createRoutes(tags, firstPlaces(tags));
  return { routes, confirm: async () => routes, poll: async () => {} };
}

const neverMoves = async (): Promise<never> => {
  throw new AnteroomError('configuration', 'the places of these stores do not change');
};
