import type { Client, ClientStore } from '@anteroom/core';
import type { Knex } from 'knex';
import type { SecretBox } from '../secret-box.ts';
import { likePattern, paged } from './queries.ts';
import { openDocument, placeOf, type StoredDocument } from './sealed-parts.ts';

type ClientRow = StoredDocument & { readonly id: string };

export function createSqlClients({ db, secretBox }: { readonly db: Knex; readonly secretBox: SecretBox }): ClientStore {
  const toClient = (realmId: string, row: ClientRow): Client => openDocument(secretBox, row, placeOf(realmId, 'client', row.id));

  return {
    async get(realmId, id) {
      const row: ClientRow | undefined = await db('client').first('id', 'document', 'sealed').where({ realm_id: realmId, id });
      return row === undefined ? null : toClient(realmId, row);
    },

    async findByClientId(realmId, clientId) {
      const row: ClientRow | undefined = await db('client')
        .first('id', 'document', 'sealed')
        .where({ realm_id: realmId, client_id: clientId });
      return row === undefined ? null : toClient(realmId, row);
    },

    async search(realmId, query) {
      const select = db('client').select('id', 'document', 'sealed').where({ realm_id: realmId }).orderBy('client_id');
      if (query.clientId !== undefined) {
        if (query.infix) select.whereRaw("lower(client_id) like ? escape '!'", [likePattern(query.clientId, 'infix')]);
        else select.where({ client_id: query.clientId });
      }
      const rows: ClientRow[] = await paged(select, query);
      return rows.map((row) => toClient(realmId, row));
    },
  };
}
