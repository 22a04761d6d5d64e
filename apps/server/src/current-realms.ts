import type { RealmStore } from '@anteroom/core';
import type { Core } from './compose-core.ts';

/**
 * Configurations as they are stored now, read again only when their version is another: realm `master` has twenty roles for each other
 * realm, and a start and each new realm ask for it several times.
 */
export function currentRealms({ directory, realms }: Pick<Core, 'directory' | 'realms'>): RealmStore {
  return {
    ...directory.realms,
    async getConfiguration(id) {
      await realms.poll();
      return (await realms.byId(id))?.configuration ?? null;
    },
  };
}
