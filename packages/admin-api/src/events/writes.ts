import {
  type AdminEvent,
  adminEventMessage,
  type Change,
  type Clock,
  type Directory,
  type IdSource,
  type Log,
  listensForWebhooks,
  problemsOfLevel,
  type Realm,
  type RealmSnapshot,
  retentionDays,
} from '@anteroom/core';
import type { Call } from '../http/route.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface Written {
  readonly operation: AdminEvent['operationType'];
  /** Keycloak's resource types: USER, CLIENT, REALM_ROLE … */
  readonly resource: string;
  /** Relative to the realm: `users/<id>`. */
  readonly path: string;
  readonly representation?: unknown;
  /** The entry of the history that this takes back. */
  readonly undoes?: string;
}

type Caller = Pick<Call, 'admin' | 'ip'> & Partial<Pick<Call, 'guarded'>> & { readonly realm: RealmSnapshot };

/**
 * Every write of the Admin API: the changes, the event that tells of them, what they did to the configuration before and after, and what they
 * deleted, in one unit of work.
 */
export interface Writes {
  commit(call: Caller, changes: readonly Change[], written: Written): Promise<void>;
}

export function createWrites(dependencies: {
  readonly directory: Pick<Directory, 'commit'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Pick<Log, 'warn'>;
}): Writes {
  const { directory, clock, ids } = dependencies;

  const eventOf = (call: Caller, written: Written): AdminEvent => {
    const details = call.realm.realm.adminEventsDetailsEnabled === true && written.representation !== undefined;
    return {
      id: ids.uuid(),
      time: clock.now(),
      operationType: written.operation,
      resourceType: written.resource,
      resourcePath: written.path,
      representation: details ? JSON.stringify(withoutSecrets(written.representation)) : null,
      error: null,
      authRealmId: call.admin.authRealm.id,
      authClientId: call.admin.client.id,
      authUserId: call.admin.user.id,
      ipAddress: call.ip,
    };
  };
  /** Keycloak's calls change a flow bit by bit, so what is in between is kept and evaluated as it does, and said once. */
  const warn = ({ realm }: Caller, changes: readonly Change[]): void => {
    const written = changes.flatMap((change) => (change.kind === 'put-flow' ? [change.flow] : []));
    const find = (id: string) => written.find((flow) => flow.id === id) ?? realm.flow(id);
    for (const flow of written) {
      for (const { code, message } of problemsOfLevel(flow, find))
        dependencies.log.warn('flow.problem', { realm: realm.name, flow: flow.alias, code, message });
    }
  };

  return {
    async commit(call, changes, written) {
      const event = eventOf(call, written);
      const { undoes } = written;
      await directory.commit(call.realm.id, [
        ...keeping(call.realm.realm, changes, event),
        // Without effect on a unit that changes no configuration: users are guarded one by one.
        ...(call.guarded === true ? [{ kind: 'require-version', version: call.realm.version } as const] : []),
        ...changes,
        { kind: 'record-history', event, ...(undoes === undefined ? {} : { undoes }) },
        ...adminEvent(call.realm, event),
      ]);
      warn(call, changes);
    },
  };
}

/** Kept where the realm keeps them, announced where it has a listener, as in Keycloak each without the other. */
function adminEvent(realm: RealmSnapshot, event: AdminEvent): readonly Change[] {
  const save = realm.realm.adminEventsEnabled;
  const announce = listensForWebhooks(realm.realm);
  if (!save && !announce) return [];
  return [{ kind: 'admin-event', event, ...(save ? {} : { save }), ...(announce ? { announce: adminEventMessage(realm, event) } : {}) }];
}

const DELETING: ReadonlySet<Change['kind']> = new Set(['delete-user', 'delete-client', 'delete-role', 'delete-group']);

/** What is deleted can be restored for as many days as the realm says. */
function keeping(realm: Realm, changes: readonly Change[], { time, authRealmId, authUserId }: AdminEvent): readonly Change[] {
  const days = retentionDays(realm, 'deleted');
  if (days === 0 || !changes.some((change) => DELETING.has(change.kind))) return [];
  const until = new Date(time.getTime() + days * 86_400_000);
  return [{ kind: 'keep-deleted', at: time, until, byRealmId: authRealmId, byUserId: authUserId }];
}
