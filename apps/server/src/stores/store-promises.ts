import type { StorePlace } from '@anteroom/admin-api';
import type { Configuration } from '@anteroom/config';
import type { StorePromise } from '@anteroom/core';

type DatabaseKind = 'sqlite' | 'postgres' | 'mysql';

/** What stands in each store's README with its tests, in one word per row: the two change together. */
export function promiseOf(address: string, database: DatabaseKind): StorePromise {
  const scheme = address.split(':')[0] ?? '';
  switch (kindOf(address)) {
    case 'memory':
      return { processKill: 'lost', machineLoss: 'lost', partition: 'none', failOver: 'lost', betweenNodes: 'lost' };
    case 'sql':
      return database === 'sqlite'
        ? { processKill: 'kept', machineLoss: 'lost', partition: 'none', failOver: 'none', betweenNodes: 'kept' }
        : { processKill: 'kept', machineLoss: 'depends', partition: 'kept', failOver: 'depends', betweenNodes: 'kept' };
    case 'redis':
      if (scheme.endsWith('+sentinel'))
        return { processKill: 'kept', machineLoss: 'kept', partition: 'kept', failOver: 'kept', betweenNodes: 'kept' };
      return scheme.endsWith('+cluster')
        ? { processKill: 'depends', machineLoss: 'depends', partition: 'depends', failOver: 'depends', betweenNodes: 'kept' }
        : { processKill: 'depends', machineLoss: 'lost', partition: 'kept', failOver: 'none', betweenNodes: 'kept' };
    case 'module':
      return { processKill: 'unknown', machineLoss: 'unknown', partition: 'unknown', failOver: 'unknown', betweenNodes: 'unknown' };
  }
}

/** What each of the opened stores promises, in the order in which they are configured, as they were opened. */
export function promisesOf<S extends { readonly tag: string }>(
  stores: readonly S[],
  { sessionStores, databaseUrl }: Pick<Configuration, 'sessionStores' | 'databaseUrl'>,
): readonly (Pick<StorePlace, 'tag' | 'kind' | 'promise'> & { readonly store: S })[] {
  return stores.map((store, index) => {
    const address = sessionStores[index] ?? '';
    return { store, tag: store.tag, kind: kindOf(address), promise: promiseOf(address, databaseKindOf(databaseUrl)) };
  });
}

/** Of an address in `ANTEROOM_SESSION_STORE`. */
export function kindOf(address: string): StorePlace['kind'] {
  const scheme = address.split(':')[0] ?? '';
  if (scheme === 'sql' || scheme === 'memory' || scheme === 'module') return scheme;
  return 'redis';
}

/** Of `DATABASE_URL`. */
export function databaseKindOf(url: string): DatabaseKind {
  if (url.startsWith('sqlite:')) return 'sqlite';
  return url.startsWith('postgres') ? 'postgres' : 'mysql';
}
