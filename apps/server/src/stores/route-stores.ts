import { hostname } from 'node:os';
import {
  type Clock,
  checkPlaces,
  createStoreRouter,
  createStoreView,
  firstPlaces,
  type IdSource,
  type Log,
  type SessionStore,
  type StoreChanges,
} from '@anteroom/core';

/** Half of what another process may take to learn of a change. */
const POLL_MS = 500;

export interface RoutedStores {
  readonly store: SessionStore;
  /** Closes all stores. */
  close(): Promise<void>;
}

/**
 * The configured stores as one, wherever a change of store has put their records. The first process of an installation writes down where
 * ids without a tag live, so that naming another store first loses none of them.
 */
export async function routeStores({
  stores,
  changes,
  clock,
  ids,
  log,
}: {
  readonly stores: readonly SessionStore[];
  readonly changes: StoreChanges;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}): Promise<RoutedStores> {
  const tags = stores.map((store) => store.tag);
  if ((await changes.get()) === null) await changes.put(0, firstPlaces(tags));
  const view = createStoreView({ changes, tags, process: `${hostname().slice(0, 36)}/${process.pid}/${ids.token(6)}` });
  checkPlaces(tags, (await changes.get())?.places ?? firstPlaces(tags));
  await view.poll();

  const router = createStoreRouter(stores, { view, clock, ids });
  if (router.tag !== tags[0])
    log.info('store.moved', { notice: `new sessions go to store "${router.tag}": store "${tags[0]}" was drained` });
  let tag = router.tag;
  let failing = false;
  const poll = async () => {
    try {
      await view.poll();
      failing = false;
    } catch (error) {
      if (!failing) log.warn('store.places_unknown', { error });
      failing = true;
    }
    if (router.tag !== tag) log.info('store.first', { from: tag, to: router.tag });
    tag = router.tag;
  };
  let polling: Promise<void> | null = null;
  const timer = setInterval(() => {
    polling ??= poll().finally(() => {
      polling = null;
    });
  }, POLL_MS);
  timer.unref();

  return {
    store: router,
    close: async () => {
      clearInterval(timer);
      await polling;
      await router.close();
    },
  };
}
