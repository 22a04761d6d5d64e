import { type Clock, type Directory, type Realm, retentionDays } from '@anteroom/core';

const DAY_MS = 86_400_000;
/** How long deliveries of webhooks can be replayed. */
const DELIVERIES_DAYS = 7;
/** No store sweeps in smaller parts: where fewer went, nothing waits. */
export const KEPT_AT_ONCE = 100;

/** Seconds that a realm keeps its events; none or 0: until they are cleared (Keycloak; that of the administrators' is an attribute there). */
const expirations = ({ eventsExpiration, attributes }: Realm) => [
  ['login', Number(eventsExpiration)] as const,
  ['admin', Number(attributes.adminEventsExpiration)] as const,
];

/**
 * Ends what is kept only for a time: events, deleted things, the history of the configuration, deliveries of webhooks, links and mail that are
 * over. A bounded part at each call.
 */
export function createSweepOfKept({
  directory,
  clock,
}: {
  readonly directory: Pick<Directory, 'realms' | 'events' | 'deleted' | 'history' | 'webhooks' | 'links' | 'outbox'>;
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
      for (const [kind, seconds] of expirations(realm))
        if (seconds > 0) swept += await directory.events.sweep(realm.id, kind, new Date(now.getTime() - seconds * 1000));
    }
    return swept;
  };
}
