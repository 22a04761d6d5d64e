import type { OpenSessionStore } from '@anteroom/testkit';
import { createMemoryRecords, createMemorySessionStore } from '../index.ts';

/** Two handles on one set of records. */
export const openMemoryPair: OpenSessionStore = async ({ clock }) => {
  const records = createMemoryRecords();
  return {
    a: createMemorySessionStore({ clock, records }),
    b: createMemorySessionStore({ clock, records }),
    raw: { rows: async () => records.size().rows, indexEntries: async () => records.size().indexEntries },
    close: async () => {},
  };
};
