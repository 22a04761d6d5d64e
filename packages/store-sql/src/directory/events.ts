import type { AdminEvent, EventStore, LoginEvent } from '@anteroom/core';
import type { Knex } from 'knex';
import { paged, sweepOf } from './queries.ts';

export interface LoginEventRow {
  readonly id: string;
  readonly time: number | string;
  readonly type: string;
  readonly client_id: string | null;
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly ip_address: string | null;
  readonly error: string | null;
  readonly details: string;
}

interface AdminEventRow {
  readonly id: string;
  readonly time: number | string;
  readonly operation_type: AdminEvent['operationType'];
  readonly resource_type: string;
  readonly resource_path: string;
  readonly representation: string | null;
  readonly error: string | null;
  readonly auth_realm_id: string;
  readonly auth_client_id: string;
  readonly auth_user_id: string;
  readonly ip_address: string | null;
}

/** Newest first. */
export function createSqlEvents({ db }: { readonly db: Knex }): Pick<EventStore, 'searchLogin' | 'searchAdmin' | 'sweep'> {
  const newest = [
    { column: 'time', order: 'desc' },
    { column: 'id', order: 'desc' },
  ] as const;
  return {
    sweep(realmId, kind, before) {
      const old = (select: Knex.QueryBuilder) => void select.where('time', '<', before.getTime());
      if (kind === 'admin') return sweepOf(db, 'admin_event', realmId, old);
      return sweepOf(db, 'login_event', realmId, old, (ids) =>
        db('login_trace')
          .where({ realm_id: realmId })
          .whereIn('event_id', [...ids])
          .delete(),
      );
    },
    async searchLogin(realmId, query) {
      const select = db('login_event')
        .select('*')
        .where({ realm_id: realmId })
        .orderBy([...newest]);
      if (query.types !== undefined && query.types.length > 0) select.whereIn('type', [...query.types]);
      if (query.clientId !== undefined) select.where({ client_id: query.clientId });
      if (query.userId !== undefined) select.where({ user_id: query.userId });
      if (query.ipAddress !== undefined) select.where({ ip_address: query.ipAddress });
      const rows: LoginEventRow[] = await paged(between(select, query), query);
      return rows.map(toLoginEvent);
    },
    async searchAdmin(realmId, query) {
      const select = db('admin_event')
        .select('*')
        .where({ realm_id: realmId })
        .orderBy([...newest]);
      if (query.operationTypes !== undefined && query.operationTypes.length > 0)
        select.whereIn('operation_type', [...query.operationTypes]);
      if (query.resourceTypes !== undefined && query.resourceTypes.length > 0) select.whereIn('resource_type', [...query.resourceTypes]);
      if (query.resourcePath !== undefined) {
        const pattern = query.resourcePath.replace(/[!%_]/g, '!$&').replaceAll('*', '%');
        select.whereRaw("resource_path like ? escape '!'", [pattern]);
      }
      const rows: AdminEventRow[] = await paged(between(select, query), query);
      return rows.map(toAdminEvent);
    },
  };
}

function between(select: Knex.QueryBuilder, range: { readonly from?: Date; readonly to?: Date }): Knex.QueryBuilder {
  if (range.from !== undefined) select.where('time', '>=', range.from.getTime());
  if (range.to !== undefined) select.where('time', '<=', range.to.getTime());
  return select;
}

export function toLoginEvent(row: LoginEventRow): LoginEvent {
  return {
    id: row.id,
    time: new Date(Number(row.time)),
    type: row.type,
    clientId: row.client_id,
    userId: row.user_id,
    sessionId: row.session_id,
    ipAddress: row.ip_address,
    error: row.error,
    details: JSON.parse(row.details),
  };
}

function toAdminEvent(row: AdminEventRow): AdminEvent {
  return {
    id: row.id,
    time: new Date(Number(row.time)),
    operationType: row.operation_type,
    resourceType: row.resource_type,
    resourcePath: row.resource_path,
    representation: row.representation,
    error: row.error,
    authRealmId: row.auth_realm_id,
    authClientId: row.auth_client_id,
    authUserId: row.auth_user_id,
    ipAddress: row.ip_address,
  };
}

export function toLoginEventColumns(realmId: string, event: LoginEvent): Record<string, unknown> {
  return {
    realm_id: realmId,
    id: event.id,
    time: event.time.getTime(),
    type: clip(event.type, 64),
    client_id: clip(event.clientId, 255),
    user_id: clip(event.userId, 255),
    session_id: clip(event.sessionId, 64),
    ip_address: clip(event.ipAddress, 64),
    error: clip(event.error, 255),
    details: JSON.stringify(event.details),
  };
}

export function toAdminEventColumns(realmId: string, event: AdminEvent): Record<string, unknown> {
  return {
    realm_id: realmId,
    id: event.id,
    time: event.time.getTime(),
    operation_type: event.operationType,
    resource_type: event.resourceType,
    resource_path: event.resourcePath,
    representation: event.representation,
    error: clip(event.error, 255),
    auth_realm_id: event.authRealmId,
    auth_client_id: event.authClientId,
    auth_user_id: event.authUserId,
    ip_address: clip(event.ipAddress, 64),
  };
}

/** An event tells of what was asked, which may be longer than anything that exists (an unknown client_id). */
function clip<T extends string | null>(text: T, length: number): T {
  return text === null ? text : (text.slice(0, length) as T);
}
