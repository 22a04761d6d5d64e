import type { Clock, Directory } from '@anteroom/core';

const AT_ONCE = 1000;

/** Removes login events that are older than their realm keeps them (`eventsExpiration`, seconds), with the traces of their logins. */
export async function expireEvents({
  directory,
  clock,
}: {
  readonly directory: Pick<Directory, 'realms' | 'events'>;
  readonly clock: Clock;
}): Promise<number> {
  let removed = 0;
  for (const { id, eventsExpiration } of await directory.realms.list()) {
    if (typeof eventsExpiration !== 'number' || eventsExpiration <= 0) continue;
    removed += await directory.events.deleteBefore(id, new Date(clock.now().getTime() - eventsExpiration * 1000), AT_ONCE);
  }
  return removed;
}
