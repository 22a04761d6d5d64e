import type { Clock, Directory } from '@anteroom/core';
import type { KeyRotation } from './key-rotation.ts';

const RETRY_SECONDS = 30;
/** Realms that were never looked at, in one run: a start with thousands of realms does not read all of them at once. */
const NEW_AT_ONCE = 20;

/**
 * The steps that have become due in any realm, for a job that runs every few seconds on one node. A realm is read again only when it has
 * changed or its next step is due, and after a start the realms are seen some at a time. Resolves with the number of realms that were looked at.
 */
export function createKeySchedule({
  directory,
  rotation,
  clock,
}: {
  readonly directory: { readonly realms: Pick<Directory['realms'], 'versions'> };
  readonly rotation: Pick<KeyRotation, 'advance'>;
  readonly clock: Clock;
}): () => Promise<number> {
  const known = new Map<string, { readonly version: number; readonly nextAt: number | null }>();
  return async () => {
    const versions = await directory.realms.versions();
    for (const id of known.keys()) if (!versions.has(id)) known.delete(id);
    const failures: unknown[] = [];
    let looked = 0;
    let unknown = 0;
    for (const [id, version] of versions) {
      const before = known.get(id);
      const now = clock.now().getTime() / 1000;
      if (before?.version === version && (before.nextAt === null || before.nextAt > now)) continue;
      if (before === undefined && ++unknown > NEW_AT_ONCE) continue;
      looked += 1;
      // One realm with a broken key does not hold up the others.
      const nextAt = await rotation.advance(id).catch((error: unknown) => {
        failures.push(error);
        return now + RETRY_SECONDS;
      });
      known.set(id, { version, nextAt });
    }
    if (failures.length > 0) throw failures[0];
    return looked;
  };
}
