export interface LoadingCache<T> {
  /** The cached value, or the one that `load` gives; callers at the same time share one load. Null is a value: "there is none". */
  get(key: string, load: () => Promise<T | null>): Promise<T | null>;
  delete(key: string): void;
  clear(): void;
  /** Cached values; loads under way and misses are not among them. */
  entries(): Iterable<readonly [string, T]>;
}

/**
 * A bounded cache. Misses are kept apart from hits, so that somebody who asks for random names cannot drive out what is there. A value
 * whose load began before `delete` or `clear` is given to those who waited for it and is not kept.
 */
export function createLoadingCache<T>(limits: { readonly hits: number; readonly misses: number }): LoadingCache<T> {
  const hits = new Map<string, T>();
  const misses = new Map<string, null>();
  const flights = new Map<string, Promise<T | null>>();

  function keep<V>(map: Map<string, V>, key: string, value: V, limit: number): void {
    map.delete(key);
    map.set(key, value);
    if (map.size <= limit) return;
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }

  return {
    get(key, load) {
      const hit = hits.get(key);
      if (hit !== undefined) {
        keep(hits, key, hit, limits.hits);
        return Promise.resolve(hit);
      }
      if (misses.has(key)) return Promise.resolve(null);
      const known = flights.get(key);
      if (known !== undefined) return known;

      const flight: Promise<T | null> = load().then(
        (value) => {
          if (flights.get(key) !== flight) return value;
          flights.delete(key);
          if (value === null) keep(misses, key, null, limits.misses);
          else keep(hits, key, value, limits.hits);
          return value;
        },
        (error: unknown) => {
          if (flights.get(key) === flight) flights.delete(key);
          throw error;
        },
      );
      flights.set(key, flight);
      return flight;
    },
    delete(key) {
      hits.delete(key);
      misses.delete(key);
      flights.delete(key);
    },
    clear() {
      hits.clear();
      misses.clear();
      flights.clear();
    },
    entries: () => hits.entries(),
  };
}
