import { AnteroomError } from '../../errors.ts';
import type { RecordType } from '../records.ts';
import type { SessionStore, StoredRecord } from '../session-store.ts';
import type { RoutingDependencies } from './routed-records.ts';

type Lists = Pick<SessionStore, 'find' | 'deleteBy' | 'list' | 'count' | 'deleteRealm' | 'sweep' | 'ping'>;

const PAGE = 200;
const MAX_ATTEMPTS = 10;

/**
 * The verbs that look at all stores. A store that is emptied is asked before its target, so a record that moves meanwhile is seen in one
 * of them; one that is seen in both is the target's. `count` may for a moment count a record twice that is just being moved.
 */
export function createRoutedLists({
  view,
  storeOf,
  remove,
}: Pick<RoutingDependencies, 'view' | 'storeOf'> & { readonly remove: SessionStore['delete'] }): Lists {
  const ask = async <R>(tags: readonly string[], question: (store: SessionStore) => Promise<R>): Promise<readonly R[]> =>
    Promise.all(tags.flatMap((tag) => storeOf(tag) ?? []).map(question));

  /** Of every store that may hold something, sources first; again when the routes changed meanwhile. */
  const gather = async <R>(question: (store: SessionStore) => Promise<R>): Promise<readonly R[]> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const { routes } = view;
      const answers = [...(await ask(routes.sources, question)), ...(await ask(routes.others, question))];
      if ((await view.confirm()).epoch === routes.epoch) return answers;
    }
    throw new AnteroomError('store_unavailable', 'the session stores kept changing', { retryAfter: 1 });
  };

  const find: Lists['find'] = async (query) => merge(await gather((store) => store.find(query)), query.limit);

  const deleteOneByOne: Lists['deleteBy'] = async (query, options) => {
    let total = 0;
    let after: string | undefined;
    do {
      const page = await find({ ...query, limit: PAGE, ...(after === undefined ? {} : { after }) });
      const done = await Promise.all(page.map(({ id }) => remove({ type: query.type, realmId: query.realmId, id }, options)));
      total += done.filter(Boolean).length;
      after = page.length < PAGE ? undefined : page.at(-1)?.id;
    } while (after !== undefined);
    return total;
  };

  return {
    find,
    list: async (query) => merge(await gather((store) => store.list(query)), query.limit),
    count: async (query) => sum(await gather((store) => store.count(query))),

    deleteBy: async (query, options) => {
      const { routes } = view;
      if (routes.sources.length > 0) return deleteOneByOne(query, options);
      const done = sum(await ask(routes.others, (store) => store.deleteBy(query, options)));
      // What was moved under the call is still there.
      return (await view.confirm()).epoch === routes.epoch ? done : done + (await deleteOneByOne(query, options));
    },

    deleteRealm: async (realmId) => {
      await gather((store) => store.deleteRealm(realmId));
    },

    sweep: async (limit) => {
      let freed = 0;
      for (const tag of [...view.routes.sources, ...view.routes.others]) {
        if (freed < limit) freed += (await storeOf(tag)?.sweep(limit - freed)) ?? 0;
      }
      return freed;
    },

    ping: async () => {
      const { routes } = view;
      await ask([...routes.sources, ...routes.others], (store) => store.ping());
    },
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, one) => total + one, 0);
}

/** Pages of several stores as one page: each is in order of id and begins behind the same `after`; of one id the last counts. */
function merge<T extends RecordType>(
  pages: readonly (readonly StoredRecord<T>[])[],
  limit: number | undefined,
): readonly StoredRecord<T>[] {
  const byId = new Map(pages.flat().map((record) => [record.id, record]));
  const all = [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  return limit === undefined ? all : all.slice(0, limit);
}
