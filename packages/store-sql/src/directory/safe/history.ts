import type { AdminEvent, HistoryEntry, HistoryStore } from '@anteroom/core';
import type { Knex } from 'knex';
import type { SecretBox } from '../../secret-box.ts';
import { paged, sweepOf } from '../queries.ts';
import { placeOf } from '../sealed-parts.ts';

interface HistoryRow {
  readonly id: string;
  readonly time: number | string;
  readonly operation_type: AdminEvent['operationType'];
  readonly resource_type: string;
  readonly resource_path: string;
  readonly auth_realm_id: string;
  readonly auth_client_id: string;
  readonly auth_user_id: string;
  readonly ip_address: string | null;
  readonly undoes: string | null;
  readonly undone_by: string | null;
  readonly sealed: string;
}

export function createSqlHistory({ db, secretBox }: { readonly db: Knex; readonly secretBox: SecretBox }): HistoryStore {
  const toEntry = (realmId: string, row: HistoryRow): HistoryEntry => ({
    id: row.id,
    time: new Date(Number(row.time)),
    operationType: row.operation_type,
    resourceType: row.resource_type,
    resourcePath: row.resource_path,
    authRealmId: row.auth_realm_id,
    authClientId: row.auth_client_id,
    authUserId: row.auth_user_id,
    ipAddress: row.ip_address,
    undoes: row.undoes,
    undoneBy: row.undone_by,
    things: JSON.parse(secretBox.open(row.sealed, placeOf(realmId, 'history', row.id))),
  });
  return {
    async get(realmId, id) {
      const row: HistoryRow | undefined = await db('change_history').first('*').where({ realm_id: realmId, id });
      return row === undefined ? null : toEntry(realmId, row);
    },
    async search(realmId, query) {
      const select = db('change_history').select('*').where({ realm_id: realmId }).orderBy('version', 'desc');
      if (query.resourceTypes !== undefined && query.resourceTypes.length > 0) select.whereIn('resource_type', [...query.resourceTypes]);
      if (query.resourcePath !== undefined)
        select.whereRaw("resource_path like ? escape '!'", [query.resourcePath.replace(/[!%_]/g, '!$&').replaceAll('*', '%')]);
      const rows: HistoryRow[] = await paged(select, query);
      return rows.map((row) => toEntry(realmId, row));
    },
    sweep: (realmId, before) => sweepOf(db, 'change_history', realmId, (old) => void old.where('time', '<', before.getTime())),
  };
}
