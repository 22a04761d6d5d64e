import type { RecordMoves, RecordType, SessionStore } from '@anteroom/core';

export type StoreVerb = Exclude<keyof SessionStore, 'tag' | 'moves'>;
export type MoveVerb = keyof RecordMoves;

const VERBS = [
  'get',
  'create',
  'put',
  'consume',
  'take',
  'delete',
  'find',
  'deleteBy',
  'list',
  'count',
  'deleteRealm',
  'sweep',
  'ping',
  'close',
] as const satisfies readonly StoreVerb[];

const MOVES = ['peek', 'scan', 'size', 'reserve', 'freeze', 'restore', 'release', 'claim', 'clear'] as const satisfies readonly MoveVerb[];

/** A store whose every call goes through `around`. */
export function wrapStore(
  store: SessionStore,
  around: (verb: StoreVerb | MoveVerb, call: () => Promise<unknown>, type: RecordType | null) => Promise<unknown>,
): SessionStore {
  const wrapped: Record<string, unknown> = { tag: store.tag };
  for (const verb of VERBS) {
    wrapped[verb] = (...args: readonly unknown[]) => {
      const call = store[verb] as (...args: readonly unknown[]) => Promise<unknown>;
      return around(verb, () => call(...args), typeIn(args[0]));
    };
  }
  const { moves } = store;
  if (moves !== undefined) {
    const wrappedMoves: Record<string, unknown> = {};
    for (const verb of MOVES) {
      wrappedMoves[verb] = (...args: readonly unknown[]) => {
        const call = moves[verb] as (...args: readonly unknown[]) => Promise<unknown>;
        return around(verb, () => call(...args), typeIn(args[0]));
      };
    }
    wrapped.moves = wrappedMoves;
  }
  return wrapped as unknown as SessionStore;
}

/** The record type of a call: its first argument is a key or a query, except for the verbs that look at all types. */
function typeIn(argument: unknown): RecordType | null {
  return typeof argument === 'object' && argument !== null && 'type' in argument ? (argument.type as RecordType) : null;
}
