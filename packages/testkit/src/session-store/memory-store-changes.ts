import type { StoreChanges, StorePlaces } from '@anteroom/core';

/** The shared places of session stores, for several routers in one process. */
export function createMemoryStoreChanges(first: StorePlaces | null = null): StoreChanges {
  let stored: { revision: number; places: string } | null = first === null ? null : { revision: 1, places: JSON.stringify(first) };
  const answers = new Map<string, { readonly epoch: number; readonly tags: readonly string[] }>();
  return {
    get: async () => (stored === null ? null : { revision: stored.revision, places: JSON.parse(stored.places) }),
    put: async (revision, places) => {
      if (revision !== (stored?.revision ?? 0)) return null;
      stored = { revision: revision + 1, places: JSON.stringify(places) };
      return stored.revision;
    },
    answer: async (process, epoch, tags) => {
      answers.set(process, { epoch, tags });
    },
    answers: async (epoch) => [...answers].filter(([, answer]) => answer.epoch === epoch).map(([process, { tags }]) => ({ process, tags })),
  };
}
