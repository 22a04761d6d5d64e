import { AnteroomError, type Log, type RecordMoves, type SessionStore } from '@anteroom/core';

/** Every verb of the port; one that is added there must be added here to compile. */
const VERBS: Readonly<Record<Exclude<keyof SessionStore, 'tag' | 'moves'>, true>> = {
  get: true,
  create: true,
  put: true,
  consume: true,
  take: true,
  delete: true,
  find: true,
  deleteBy: true,
  list: true,
  count: true,
  deleteRealm: true,
  sweep: true,
  ping: true,
  close: true,
};

/** What a store from outside lacks of the port. */
export function missingVerbs(store: unknown): readonly string[] {
  const given = (store ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys(VERBS).filter((verb) => typeof given[verb] !== 'function');
}

export interface GuardStoreOptions {
  readonly name: string;
  readonly log: Log;
}

/** The same store, whose failures are the one that the port knows: whatever it throws is `store_unavailable`, and in the log. */
export function guardStore(store: SessionStore, { name, log }: GuardStoreOptions): SessionStore {
  const guarded = <T extends object>(port: T, verbs: readonly string[]): T =>
    Object.fromEntries(
      verbs.map((verb) => [
        verb,
        async (...values: readonly unknown[]) => {
          try {
            return await (port as Readonly<Record<string, (...values: readonly unknown[]) => unknown>>)[verb]?.(...values);
          } catch (error) {
            if (error instanceof AnteroomError) throw error;
            log.error('store.module_failed', { store: name, verb, error });
            throw new AnteroomError('store_unavailable', `the session store ${name} failed to ${verb}`, { cause: error, retryAfter: 1 });
          }
        },
      ]),
    ) as T;
  const { moves } = store;
  return {
    ...guarded<SessionStore>(store, Object.keys(VERBS)),
    tag: store.tag,
    ...(moves === undefined ? {} : { moves: guarded<RecordMoves>(moves, Object.keys(moves)) }),
  };
}
