import type { Clock, IdSource } from '../../clock.ts';
import { AnteroomError } from '../../errors.ts';
import type { RecordMoves } from '../record-moves.ts';
import type { RecordKey, SessionStore } from '../session-store.ts';

/** Longer than any change of store takes: marks and tickets are removed when it is finished. */
const KEEP_MS = 400 * 86_400_000;

export function keepUntil(clock: Clock): Date {
  return new Date(clock.now().getTime() + KEEP_MS);
}

export function movesOf(store: SessionStore): RecordMoves {
  if (store.moves === undefined) throw new AnteroomError('configuration', `session store "${store.tag}" cannot move its records`);
  return store.moves;
}

/**
 * `moved`: the target has the truth now. `absent`: nothing lies in the old store, not even a mark. `over`: the change is no longer under
 * way; what lies in the old store was written by a process that slept through it, and must not be put over what is the truth now.
 */
export type BroughtOver = 'moved' | 'absent' | 'over';

/** `isUnderWay`: whether this change is still. */
export type BringOver = (from: SessionStore, to: SessionStore, key: RecordKey, isUnderWay: () => Promise<boolean>) => Promise<BroughtOver>;

/**
 * Moves one record or tombstone, or ends what another process began. Each ticket is reserved before it can freeze, and used up by the
 * restoring, so of all processes that do this at once, however slowly, one restores, once. Resolves when the old place is a mark.
 */
export function createBringOver({ clock, ids }: { readonly clock: Clock; readonly ids: Pick<IdSource, 'token'> }): BringOver {
  return async (from, to, key, isUnderWay) => {
    const old = movesOf(from);
    const target = movesOf(to);
    for (;;) {
      let held = await old.peek(key);
      if (held === null) return 'absent';
      if (held.kind !== 'moved' && held.ticket === null) {
        const ticket = ids.token(18);
        await target.reserve(key, ticket, keepUntil(clock));
        held = await old.freeze(key, ticket);
        // Another was faster: it is moved, or deleted.
        if (held === null) continue;
      }
      if (held.kind === 'moved') return 'moved';
      if (held.ticket === null) continue;
      if (!(await isUnderWay())) return 'over';
      await target.restore(held, held.ticket);
      if (await old.release(key, held.ticket, keepUntil(clock))) return 'moved';
      // Another has released it, or its time was over.
    }
  };
}
