import {
  type Change,
  type Clock,
  type Directory,
  type FlowTrace,
  type IdSource,
  isAnteroomError,
  type Log,
  type LoginEvent,
  type LoginReceipt,
  listensForWebhooks,
  loginEventMessage,
  type RealmSnapshot,
} from '@anteroom/core';
import { createCredentialNotices } from './credential-notices.ts';

/** An event before it has an id and a time. Never holds a secret, a token, a code or a password. */
export type NewLoginEvent = Partial<Omit<LoginEvent, 'id' | 'time' | 'type'>> &
  Pick<LoginEvent, 'type'> & {
    /** How the login went that it ends, and what it wrote: kept beside the event, in the same unit. */
    readonly trace?: FlowTrace | null;
    readonly receipt?: LoginReceipt | null;
  };

export interface LoginEvents {
  /** Writes events where the realm keeps them or has a listener for them. A failure is logged and never changes an answer. */
  write(realm: RealmSnapshot, ...events: readonly NewLoginEvent[]): Promise<void>;
  /** Changes that must hold before the caller acts, and their events, in one directory unit. Nothing is written when there is nothing. */
  commit(realm: RealmSnapshot, changes: readonly Change[], events: readonly NewLoginEvent[]): Promise<void>;
  /** Changes that may be lost, each login's in a unit of its own: another one may have done the same a moment before. */
  upgrade(realm: RealmSnapshot, upgrades: readonly Change[]): Promise<void>;
}

/** Frequent and harmless: Keycloak saves them only when they are asked for by name. */
const NOT_BY_DEFAULT = /^(REFRESH_TOKEN|INTROSPECT_TOKEN|USER_INFO_REQUEST|VALIDATE_ACCESS_TOKEN|PUSHED_AUTHORIZATION_REQUEST)(_ERROR)?$/;

export function createLoginEvents(dependencies: {
  /** With `users`, owners of changed credentials are told where the realm wants it. */
  readonly directory: Pick<Directory, 'commit'> & Partial<Pick<Directory, 'users'>>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}): LoginEvents {
  const { directory, clock, ids, log } = dependencies;
  const notices = createCredentialNotices(dependencies);

  const toChanges = (realm: RealmSnapshot, events: readonly NewLoginEvent[]): readonly Change[] =>
    events.flatMap(({ trace = null, receipt = null, ...given }): Change[] => {
      const announce = listensForWebhooks(realm.realm);
      const save = realm.realm.eventsEnabled;
      if ((!save && !announce) || !isWanted(realm, given.type)) return [];
      const event = complete(given);
      return [
        { kind: 'login-event', event, ...(save ? {} : { save }), ...(announce ? { announce: loginEventMessage(realm, event) } : {}) },
        ...(trace === null || !save
          ? []
          : [{ kind: 'login-trace', trace: { eventId: event.id, time: event.time, trace, receipt } } as const]),
      ];
    });

  const complete = (event: Omit<NewLoginEvent, 'trace' | 'receipt'>): LoginEvent => ({
    clientId: null,
    userId: null,
    sessionId: null,
    ipAddress: null,
    error: null,
    details: {},
    ...event,
    id: ids.uuid(),
    time: clock.now(),
  });

  return {
    async write(realm, ...events) {
      const changes = toChanges(realm, events);
      if (changes.length === 0) return;
      try {
        await directory.commit(realm.id, changes);
      } catch (error) {
        log.warn('login_event_not_written', { realm: realm.name, type: events[0]?.type, error });
      }
    },
    async commit(realm, changes, events) {
      if (changes.length === 0) return this.write(realm, ...events);
      const all = [...changes, ...(await notices(realm, events)), ...toChanges(realm, events)];
      await directory.commit(realm.id, all);
    },
    async upgrade(realm, upgrades) {
      if (upgrades.length === 0) return;
      try {
        await directory.commit(realm.id, upgrades);
      } catch (error) {
        if (!isAnteroomError(error, 'conflict')) log.warn('credential_not_upgraded', { realm: realm.name, error });
      }
    },
  };
}

function isWanted(realm: RealmSnapshot, type: string): boolean {
  const { enabledEventTypes } = realm.realm;
  if (Array.isArray(enabledEventTypes) && enabledEventTypes.length > 0) return enabledEventTypes.includes(type);
  return !NOT_BY_DEFAULT.test(type);
}
