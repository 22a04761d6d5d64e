import type { Clock } from '../../clock.ts';
import { AnteroomError } from '../../errors.ts';
import type { RecordType } from '../records.ts';
import type { RecordKey, SessionStore, StoredRecord } from '../session-store.ts';
import { type BringOver, keepUntil, movesOf } from './bring-over.ts';
import type { Route, Routes } from './routes.ts';
import type { StoreView } from './store-view.ts';

type Records = Pick<SessionStore, 'get' | 'create' | 'put' | 'consume' | 'take' | 'delete'>;

export interface RoutingDependencies {
  readonly view: StoreView;
  /** The store of a tag; null when none is configured. */
  readonly storeOf: (tag: string) => SessionStore | null;
  readonly bringOver: BringOver;
  readonly clock: Clock;
}

interface Verb<R> {
  run(store: SessionStore): Promise<R>;
  /** The answer that says that nothing was done, or nothing that could not be done again. */
  readonly nothing: R;
  /** True when it can do something where nothing is. */
  readonly places: boolean;
}

/** Changes of route under one call: each takes a person and a command. */
const MAX_ATTEMPTS = 10;

/**
 * The verbs on one record, wherever it is. The route is taken from what this process knows; before an answer counts that says that
 * something was done, or that nothing is there, the route is asked for anew. If it has changed meanwhile, what was done is brought to
 * where it belongs, or done again.
 */
export function createRoutedRecords({ view, storeOf, bringOver, clock }: RoutingDependencies): Records {
  const change = async <R>(key: RecordKey, verb: Verb<R>): Promise<R> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const { routes } = view;
      const route = routes.routeOf(key.id);
      if (route === null) return verb.nothing;
      const place = storeAt(route.to ?? route.at);
      if (route.to !== null && !(await isOver(routes, route, place, key, verb.places))) {
        if (await isStill(routes)) return verb.nothing;
        continue;
      }
      const result = await verb.run(place);
      const now = await view.confirm();
      if (now.epoch === routes.epoch) return result;
      if (result !== verb.nothing) return carried(route, now, place, key, result);
    }
    throw unsettled();
  };

  /** While its store is emptied: true when the record, or at least the right to make it, is with the target. */
  const isOver = async (routes: Routes, route: Route, to: SessionStore, key: RecordKey, places: boolean): Promise<boolean> => {
    const from = storeAt(route.at);
    for (;;) {
      const brought = await bringOver(from, to, key, () => isStill(routes));
      if (brought === 'moved') return true;
      if (brought === 'over' || !places) return false;
      if (await movesOf(from).claim(key, keepUntil(clock))) return true;
    }
  };

  /** The route has changed while something was done at `place`: it stands if the record is brought on from there. */
  const carried = async <R>(before: Route, routes: Routes, place: SessionStore, key: RecordKey, result: R): Promise<R> => {
    const now = routes.routeOf(key.id);
    if (now?.at === place.tag) {
      const brought = now.to === null ? 'moved' : await bringOver(place, storeAt(now.to), key, () => isStill(routes));
      if (brought === 'over') throw unsettled();
      return result;
    }
    if (now !== null && now.to === place.tag && now.to === before.to && now.at === before.at) return result;
    // Done by a process that has slept through a whole change: nobody looks there any more.
    throw unsettled();
  };

  const storeAt = (tag: string): SessionStore => {
    const store = storeOf(tag);
    if (store === null) throw unsettled(`records were moved to store "${tag}", which this process does not know`);
    return store;
  };

  const isStill = async (routes: Routes) => (await view.confirm()).epoch === routes.epoch;

  const get = async <T extends RecordType>(key: RecordKey<T>): Promise<StoredRecord<T> | null> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const { routes } = view;
      const route = routes.routeOf(key.id);
      if (route === null) return null;
      const found = await look(route, key);
      // What is there is the truth: a store that no longer has it has a mark in its place.
      if (found !== null || (await isStill(routes))) return found;
    }
    throw unsettled();
  };

  const look = async <T extends RecordType>(route: Route, key: RecordKey<T>): Promise<StoredRecord<T> | null> => {
    const at = storeAt(route.at);
    if (route.to === null) return at.get(key);
    const held = await movesOf(at).peek(key);
    if (held?.kind === 'record') return held.record;
    return held?.kind === 'moved' ? storeAt(route.to).get(key) : null;
  };

  return {
    get,
    create: async (key, value, options) => {
      if (view.routes.routeOf(key.id) === null) {
        throw new AnteroomError('invalid_input', `no session store has the tag of a new ${key.type} id`);
      }
      return change(key, { run: (store) => store.create(key, value, options), nothing: false, places: true });
    },
    put: (key, version, value, options) =>
      change(key, { run: (store) => store.put(key, version, value, options), nothing: false, places: false }),
    consume: (key) => change(key, { run: (store) => store.consume(key), nothing: null, places: false }),
    take: (key) => change(key, { run: (store) => store.take(key), nothing: null, places: false }),
    delete: (key, options) =>
      change(key, { run: (store) => store.delete(key, options), nothing: false, places: options?.tombstoneUntil !== undefined }),
  };
}

function unsettled(message = 'a session store was changed under the call'): AnteroomError {
  return new AnteroomError('store_unavailable', message, { retryAfter: 1 });
}
