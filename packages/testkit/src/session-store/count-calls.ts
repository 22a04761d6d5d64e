import type { RecordType, SessionStore } from '@anteroom/core';
import { type MoveVerb, type StoreVerb, wrapStore } from './wrap-store.ts';

export interface CallCounts {
  readonly reads: number;
  readonly writes: number;
  readonly byType: Readonly<Partial<Record<RecordType, { readonly reads: number; readonly writes: number }>>>;
}

export interface CountedStore {
  readonly store: SessionStore;
  counts(): CallCounts;
  reset(): void;
}

const READS: readonly (StoreVerb | MoveVerb)[] = ['get', 'find', 'list', 'count', 'peek'];
const NEITHER: readonly (StoreVerb | MoveVerb)[] = ['ping', 'close', 'sweep', 'scan', 'size', 'clear'];

/** Counts what reaches a store, by record type: the budgets of operations are tested with it. A lost race counts like a won one. */
export function countCalls(inner: SessionStore): CountedStore {
  const byType = new Map<RecordType | null, { reads: number; writes: number }>();
  const store = wrapStore(inner, (verb, call, type) => {
    if (!NEITHER.includes(verb)) {
      const counts = byType.get(type) ?? { reads: 0, writes: 0 };
      byType.set(type, counts);
      if (READS.includes(verb)) counts.reads += 1;
      else counts.writes += 1;
    }
    return call();
  });
  return {
    store,
    counts: () => ({
      reads: [...byType.values()].reduce((total, counts) => total + counts.reads, 0),
      writes: [...byType.values()].reduce((total, counts) => total + counts.writes, 0),
      byType: Object.fromEntries([...byType].map(([type, counts]) => [type, { ...counts }])),
    }),
    reset: () => byType.clear(),
  };
}
