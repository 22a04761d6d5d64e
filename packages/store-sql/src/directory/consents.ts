import type { Consent, ConsentStore } from '@anteroom/core';
import type { Knex } from 'knex';

export interface ConsentRow {
  readonly user_id: string;
  readonly client_id: string;
  readonly scopes: string;
  readonly created_at: number | string;
  readonly updated_at: number | string;
}

export function createSqlConsents({ db }: { readonly db: Knex }): ConsentStore {
  return {
    async get(realmId, userId, clientUuid) {
      const row: ConsentRow | undefined = await db('consent')
        .first('*')
        .where({ realm_id: realmId, user_id: userId, client_id: clientUuid });
      return row === undefined ? null : toConsent(row);
    },
    async list(realmId, userId) {
      const rows: ConsentRow[] = await db('consent')
        .select('*')
        .where({ realm_id: realmId, user_id: userId })
        .orderBy(['created_at', 'client_id']);
      return rows.map(toConsent);
    },
  };
}

export function toConsent(row: ConsentRow): Consent {
  return {
    userId: row.user_id,
    clientId: row.client_id,
    scopes: JSON.parse(row.scopes),
    createdAt: new Date(Number(row.created_at)),
    updatedAt: new Date(Number(row.updated_at)),
  };
}

export function toConsentColumns({ userId, clientId, scopes, createdAt, updatedAt }: Consent) {
  return {
    user_id: userId,
    client_id: clientId,
    scopes: JSON.stringify(scopes),
    created_at: createdAt.getTime(),
    updated_at: updatedAt.getTime(),
  };
}
