import type { Change, Clock, Directory, IdSource, LoginEvent, OutboxMessage, RealmSnapshot } from '@anteroom/core';

/** Changes of credentials that their owner hears of by mail (OWASP ASVS 6.3.7), where the realm has Keycloak's listener `email`. */
const TEMPLATES: Readonly<Record<string, string>> = {
  UPDATE_CREDENTIAL: 'event-update-credential',
  REMOVE_CREDENTIAL: 'event-remove-credential',
};
type Happened = Pick<LoginEvent, 'type'> & Partial<Pick<LoginEvent, 'userId' | 'ipAddress' | 'details'>>;

/** News of yesterday warn nobody. */
const DAY = 24 * 60 * 60_000;

export function createCredentialNotices(dependencies: {
  readonly directory: Partial<Pick<Directory, 'users'>>;
  readonly clock: Clock;
  readonly ids: IdSource;
}): (realm: RealmSnapshot, events: readonly Happened[]) => Promise<readonly Change[]> {
  const { directory, clock, ids } = dependencies;
  return async (realm, events) => {
    const listeners = realm.realm.eventsListeners;
    if (directory.users === undefined || !Array.isArray(listeners) || !listeners.includes('email')) return [];
    const changes: Change[] = [];
    for (const { type, userId, ipAddress, details } of events) {
      const template = TEMPLATES[type];
      const user = template === undefined || !userId ? null : await directory.users.get(realm.id, userId);
      if (template === undefined || !user?.email) continue;
      const now = clock.now();
      const parameters = { credential: details?.credential_type ?? '', at: now.toISOString(), from: ipAddress ?? '' };
      const locale = user.attributes.locale?.[0] ?? realm.realm.defaultLocale ?? null;
      const state: Pick<OutboxMessage, 'state' | 'attempts' | 'lastError' | 'sentAt'> = {
        state: 'queued',
        attempts: 0,
        lastError: null,
        sentAt: null,
      };
      const times = { createdAt: now, dueAt: now, expiresAt: new Date(now.getTime() + DAY) };
      const message = { id: ids.uuid(), to: user.email, template, parameters, locale, linkId: null, userId: user.id, ...times, ...state };
      changes.push({ kind: 'queue-mail', message });
    }
    return changes;
  };
}
