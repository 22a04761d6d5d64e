import type { Unit } from './unit.ts';
import type { UserRow } from './user-rows.ts';
import { putRow } from './write-row.ts';

const READ = ['username', 'email', 'first_name_key', 'last_name_key', 'service_account_client'] as const;

/** The columns of a user that searches read. */
export interface SearchedColumns extends Pick<UserRow, 'username' | 'email' | 'service_account_client'> {
  readonly first_name_key: string | null;
  readonly last_name_key: string | null;
}

/** A text as it stands in the haystack: a line end is a blank; NUL, which would end a pattern of SQLite, what PostgreSQL is given instead. */
export const oneLine = (text: string): string => text.replaceAll('\n', ' ').replaceAll('\0', '\uFFFD');

/**
 * What is searched, between line ends: a field begins behind one and stops before one, so that one comparison finds in all four. See
 * `oneLine` for what a field cannot have.
 */
export function toSearchColumns(user: Partial<SearchedColumns>): Readonly<Record<string, unknown>> {
  const fields = [user.username, user.email, user.first_name_key, user.last_name_key].map((field) => oneLine(field ?? ''));
  return { username: user.username, service: (user.service_account_client ?? null) === null ? 0 : 1, haystack: `\n${fields.join('\n')}\n` };
}

/** After a change of a user: in the same transaction, so that a search finds exactly what stands in `realm_user`. */
export async function refreshSearchRow({ trx, ...unit }: Unit, id: string, changed: Readonly<Record<string, unknown>>): Promise<void> {
  if (!READ.some((column) => column in changed)) return;
  const row: SearchedColumns | undefined = await trx('realm_user').where({ realm_id: unit.realmId, id }).first(READ);
  if (row !== undefined) await putRow({ trx, ...unit }, 'user_search', { realm_id: unit.realmId, user_id: id }, toSearchColumns(row));
}
