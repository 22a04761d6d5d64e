import type { Clock, RealmSnapshot, SessionStore } from '@anteroom/core';

/** The notes of a required action that is performed without a login in progress (by a mailed link). */
export interface ActionNotes {
  read(): Promise<Map<string, string>>;
  /** The notes, and nobody has them afterwards: what is in them is answered once. */
  take(): Promise<Map<string, string>>;
  /** Keeps them for the next page; of two at the same moment one is kept. Nothing is written when there is nothing new. */
  write(notes: ReadonlyMap<string, string>): Promise<void>;
}

/** As long as a person may look at a page. */
const KEPT_MS = 60 * 60 * 1000;

export function createActionNotes(
  { store, clock }: { readonly store: Pick<SessionStore, 'get' | 'take' | 'put' | 'create'>; readonly clock: Clock },
  realm: RealmSnapshot,
  { holder, action }: { readonly holder: string; readonly action: string },
): ActionNotes {
  const key = { type: 'marker', realmId: realm.id, id: `action-notes-${holder}-${action.replaceAll('.', '-')}` } as const;
  const parsed = (note: string) => new Map(Object.entries(JSON.parse(note) as Record<string, string>));
  return {
    async read() {
      const stored = await store.get(key);
      return stored === null ? new Map() : parsed(stored.value.note);
    },
    async take() {
      const stored = await store.take(key);
      return stored === null ? new Map() : parsed(stored.value.note);
    },
    async write(notes) {
      const value = { v: 1 as const, note: JSON.stringify(Object.fromEntries(notes)) };
      const stored = await store.get(key);
      if (notes.size === 0 || stored?.value.note === value.note) return;
      const options = { expiresAt: new Date(clock.now().getTime() + KEPT_MS) };
      if (stored === null) await store.create(key, value, options);
      else await store.put(key, stored.version, value, options);
    },
  };
}
