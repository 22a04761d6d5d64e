import type { Directory } from '@anteroom/core';

/** A commit that queues mail wakes the worker of this node at once, whoever made the commit. */
export function pokingOutbox(directory: Directory, poke: () => void): Directory {
  return {
    ...directory,
    commit: async (realmId, changes) => {
      await directory.commit(realmId, changes);
      if (changes.some((change) => change.kind === 'queue-mail')) poke();
    },
  };
}
