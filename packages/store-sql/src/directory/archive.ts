import type { UserArchive, WholeUser } from '@anteroom/core';
import type { Knex } from 'knex';
import type { SecretBox } from '../secret-box.ts';
import { completeUsers } from './complete-users.ts';
import { type ConsentRow, toConsent } from './consents.ts';
import { CREDENTIAL_ORDER, type CredentialRow, toCredential } from './credentials.ts';
import type { UserRow } from './user-rows.ts';

/** Pages by key, not by offset: the last page of a large realm costs what the first one does. */
export function createSqlUserArchive({ db, secretBox }: { readonly db: Knex; readonly secretBox: SecretBox }): UserArchive {
  return {
    async page(realmId, { after, limit }) {
      const select = db('realm_user').select('*').where({ realm_id: realmId }).orderBy('username').limit(limit);
      if (after !== null) select.where('username', '>', after);
      const rows: UserRow[] = await select;
      return readWholeUsers(db, secretBox, realmId, rows);
    },
  };
}

/** Rows of users with everything that is theirs, in the order of the rows. */
export async function readWholeUsers(
  db: Knex,
  secretBox: SecretBox,
  realmId: string,
  rows: readonly UserRow[],
): Promise<readonly WholeUser[]> {
  const users = await completeUsers(db, realmId, rows);
  const ids = rows.map((row) => row.id);
  const credentials: CredentialRow[] = await db('credential')
    .select('*')
    .where({ realm_id: realmId })
    .whereIn('user_id', ids)
    .orderBy([...CREDENTIAL_ORDER]);
  const consents: ConsentRow[] = await db('consent')
    .select('*')
    .where({ realm_id: realmId })
    .whereIn('user_id', ids)
    .orderBy(['created_at', 'client_id']);
  const credentialsOf = Map.groupBy(credentials, (row) => row.user_id);
  const consentsOf = Map.groupBy(consents, (row) => row.user_id);
  return users.map((user) => ({
    user,
    credentials: (credentialsOf.get(user.id) ?? []).map((row) => toCredential(secretBox, realmId, row)),
    consents: (consentsOf.get(user.id) ?? []).map(toConsent),
  }));
}
