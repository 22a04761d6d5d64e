import type { WholeUser } from '@anteroom/core';
import { toConsentColumns } from './consents.ts';
import { toCredentialColumns } from './credentials.ts';
import { valueHash } from './queries.ts';
import { toSearchColumns } from './search-row.ts';
import { uniqueEmails } from './unique-emails.ts';
import type { Unit } from './unit.ts';
import { toUserColumns } from './user-rows.ts';

type Row = Readonly<Record<string, unknown>>;

/** Far below the number of parameters that any database takes in one statement. */
const ROWS = 100;
/** With fewer, the planner's idea of the table says nothing about a large realm. */
const FEW_ROWS = 400;

/** Many users in a few statements per hundred: an import of a large realm is made of this. */
export async function createUsers(unit: Unit, whole: readonly WholeUser[]): Promise<void> {
  const { realmId: realm_id, secretBox } = unit;
  const unique = await uniqueEmails(unit);
  const rows = whole.map(({ user: { id, roles: _, groups: __, ...fields } }) => ({ id, columns: toUserColumns(fields, unique) }));
  await insert(
    unit,
    'realm_user',
    rows.map(({ id, columns }) => ({ realm_id, id, ...columns })),
  );
  await countRows(unit);
  await insert(
    unit,
    'user_search',
    rows.map(({ id, columns }) => ({ realm_id, user_id: id, ...toSearchColumns(columns) })),
  );
  await insert(
    unit,
    'user_attribute',
    whole.flatMap(({ user }) =>
      Object.entries(user.attributes).flatMap(([name, values]) =>
        [...new Set(values)].map((value) => ({ realm_id, user_id: user.id, name, value_hash: valueHash(value) })),
      ),
    ),
  );
  await insert(
    unit,
    'user_role',
    whole.flatMap(({ user }) => [...new Set(user.roles)].map((role_id) => ({ realm_id, user_id: user.id, role_id }))),
  );
  await insert(
    unit,
    'user_group',
    whole.flatMap(({ user }) => [...new Set(user.groups)].map((group_id) => ({ realm_id, user_id: user.id, group_id }))),
  );
  await insert(
    unit,
    'credential',
    whole.flatMap(({ credentials }) => credentials.map((credential) => toCredentialColumns(secretBox, realm_id, credential))),
  );
  await insert(
    unit,
    'consent',
    whole.flatMap(({ consents }) => consents.map((consent) => ({ realm_id, ...toConsentColumns(consent) }))),
  );
}

/**
 * PostgreSQL plans the checks of foreign keys once per connection. While it believes the table of users to be empty, any index that begins
 * with the realm looks as good as the primary key, and each check walks over all users of the realm. Its own count of the rows may be a
 * minute away, or switched off.
 */
async function countRows({ trx, dialect }: Unit): Promise<void> {
  if (dialect !== 'postgres') return;
  const found = await trx.raw("select reltuples from pg_class where oid = 'realm_user'::regclass");
  const [row]: { reltuples: number }[] = found.rows;
  if (row !== undefined && Number(row.reltuples) < FEW_ROWS) await trx.raw('analyze realm_user');
}

async function insert(unit: Unit, table: string, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS) await unit.trx(table).insert(rows.slice(from, from + ROWS));
}
