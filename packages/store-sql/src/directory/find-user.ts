import type { User } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { createLookup } from '../lookup.ts';
import { createReader } from '../reader.ts';
import { COLUMNS, toUser, type UserRow } from './user-rows.ts';

type UniqueColumn = 'id' | 'username' | 'service_account_client';

/** One user by a column; null when there is none, or more than one (an address that users share). */
export type FindUser = (realmId: string, column: UniqueColumn | 'email', value: string) => Promise<User | null>;

/**
 * On PostgreSQL one statement for all who ask in the same turn, memberships included; on SQLite one each; on MySQL and MariaDB, whose JSON
 * functions differ, two that follow each other.
 */
export function createUserFinder(connection: Connection): FindUser {
  switch (connection.dialect) {
    case 'postgres':
      return inOneStatement(connection);
    case 'sqlite':
      return inOneStatementEach(connection);
    case 'mysql':
      return inTwoStatements(connection);
  }
}

const MEMBERSHIPS = `
  select 0 as kind, role_id as id from user_role where realm_id = ? and user_id = ?
  union all
  select 1 as kind, group_id as id from user_group where realm_id = ? and user_id = ?`;

function inTwoStatements(connection: Connection): FindUser {
  const reader = createReader(connection);
  return async (realmId, column, value) => {
    const sql = `select ${COLUMNS} from realm_user where realm_id = ? and ${column} = ? limit 2`;
    const [row, second] = await reader.all<UserRow>(sql, [realmId, value]);
    if (row === undefined || second !== undefined) return null;
    const member = await reader.all<{ kind: number; id: string }>(MEMBERSHIPS, [realmId, row.id, realmId, row.id]);
    const of = (kind: number) => member.filter((entry) => Number(entry.kind) === kind).map((entry) => entry.id);
    return toUser(row, of(0), of(1));
  };
}

interface WholeRow extends UserRow {
  /** JSON lists; null when there are none. */
  readonly role_ids: string | null;
  readonly group_ids: string | null;
}

const whole = (list: (column: string) => string): string => {
  const members = (table: string, column: string) =>
    `(select ${list(column)} from ${table} m where m.realm_id = u.realm_id and m.user_id = u.id)`;
  return `select ${COLUMNS}, ${members('user_role', 'role_id')} as role_ids, ${members('user_group', 'group_id')} as group_ids
  from realm_user u where realm_id = ? and`;
};
const WHOLE = whole((column) => `json_agg(${column})::text`);
const WHOLE_SQLITE = whole((column) => `json_group_array(${column})`);

function inOneStatementEach(connection: Connection): FindUser {
  const reader = createReader(connection);
  return async (realmId, column, value) => onlyOne(await reader.all<WholeRow>(`${WHOLE_SQLITE} ${column} = ? limit 2`, [realmId, value]));
}

function onlyOne(rows: readonly WholeRow[]): User | null {
  const [row] = rows;
  if (row === undefined || rows.length > 1) return null;
  return toUser(row, JSON.parse(row.role_ids ?? '[]'), JSON.parse(row.group_ids ?? '[]'));
}

function inOneStatement(connection: Connection): FindUser {
  const reader = createReader(connection);
  const lookup = (column: UniqueColumn) =>
    createLookup<WholeRow>({ connection, sql: `${WHOLE} ${column} = any(?)`, keyOf: (row) => row[column] ?? '' });
  const lookups = { id: lookup('id'), username: lookup('username'), service_account_client: lookup('service_account_client') };
  return async (realmId, column, value) => {
    const rows =
      column === 'email'
        ? await reader.all<WholeRow>(`${WHOLE} email = ? limit 2`, [realmId, value])
        : await lookups[column](realmId, value);
    return onlyOne(rows);
  };
}
