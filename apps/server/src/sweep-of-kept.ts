import { type Clock, type Directory, retentionDays } from '@anteroom/core';

const DAY_MS = 86_400_000;
/** How long deliveries of webhooks can be replayed. */
const DELIVERIES_DAYS = 7;

/**
 * Ends what is kept only for a time: deleted things, the history of the configuration, deliveries of webhooks, links and mail that are
 * over. A bounded part at each call.
 */
export function createSweepOfKept({
  directory,
  clock,
}: {
  readonly directory: Pick<Directory, 'realms' | 'deleted' | 'history' | 'webhooks' | 'links' | 'outbox'>;
  readonly clock: Clock;
}): () => Promise<number> {
  return async () => {
    const now = clock.now();
    const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
    let swept = (await directory.deleted.sweep(now)) + (await directory.webhooks.sweep(before(DELIVERIES_DAYS)));
    for (const realm of await directory.realms.list()) {
      swept += await directory.history.sweep(realm.id, before(retentionDays(realm, 'history')));
      const over = before(retentionDays(realm, 'links'));
      swept += (await directory.links.sweep(realm.id, over)) + (await directory.outbox.sweep(realm.id, over));
    }
    return swept;
  };
}
