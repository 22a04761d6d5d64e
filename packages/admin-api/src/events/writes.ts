import {
  type AdminEvent,
  type Change,
  type Clock,
  type Directory,
  type IdSource,
  type Log,
  problemsOfLevel,
  type RealmSnapshot,
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
}

type Caller = Pick<Call, 'admin' | 'ip'> & { readonly realm: RealmSnapshot };

/** Every write of the Admin API: the changes and the event that tells of them, in one unit of work. */
export interface Writes {
  commit(call: Caller, changes: readonly Change[], written: Written): Promise<void>;
}

export function createWrites(dependencies: {
  readonly directory: Pick<Directory, 'commit'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Pick<Log, 'warn'>;
}): Writes {
  const eventOf = (call: Caller, written: Written): readonly Change[] => {
    const realm = call.realm.realm;
    if (!realm.adminEventsEnabled) return [];
    const details = realm.adminEventsDetailsEnabled === true && written.representation !== undefined;
    const event: AdminEvent = {
      id: dependencies.ids.uuid(),
      time: dependencies.clock.now(),
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
    return [{ kind: 'admin-event', event }];
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
      await dependencies.directory.commit(call.realm.id, [...changes, ...eventOf(call, written)]);
      warn(call, changes);
    },
  };
}
