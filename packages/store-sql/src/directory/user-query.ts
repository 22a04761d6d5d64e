import type { UserQuery } from '@anteroom/core';
import type { Knex } from 'knex';
import { likePattern, valueHash } from './queries.ts';

const SEARCHED = ['username', 'email', 'first_name_key', 'last_name_key'] as const;

/** Adds the conditions of a query. All that are given must hold. */
export function filterUsers(select: Knex.QueryBuilder, db: Knex, query: UserQuery): Knex.QueryBuilder {
  if (query.includeServiceAccounts !== true) select.whereNull('service_account_client');
  if (query.search !== undefined && query.search.trim() !== '') for (const word of words(query.search)) searchWord(select, word);
  column(select, 'username', query.username, query.exact);
  column(select, 'email', query.email, query.exact);
  column(select, 'first_name_key', query.firstName, query.exact);
  column(select, 'last_name_key', query.lastName, query.exact);
  if (query.enabled !== undefined) select.where('enabled', query.enabled ? 1 : 0);
  if (query.emailVerified !== undefined) select.where('email_verified', query.emailVerified ? 1 : 0);
  for (const [name, value] of Object.entries(query.attributes ?? {})) {
    select.whereExists(sub(db, 'user_attribute').where({ 'sub.name': name, 'sub.value_hash': valueHash(value) }));
  }
  if (query.roleId !== undefined) select.whereExists(sub(db, 'user_role').where({ 'sub.role_id': query.roleId }));
  if (query.groupId !== undefined) select.whereExists(sub(db, 'user_group').where({ 'sub.group_id': query.groupId }));
  return select;
}

function sub(db: Knex, table: string): Knex.QueryBuilder {
  return db(`${table} as sub`).select(db.raw('1')).whereRaw('sub.realm_id = realm_user.realm_id and sub.user_id = realm_user.id');
}

/** A quoted search is one exact term, blanks included; otherwise each word must be found somewhere. */
function words(search: string): readonly string[] {
  const text = search.trim();
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? [text] : text.split(/\s+/);
}

/** Recorded from Keycloak: `"…"` exact, `*` a wildcard, otherwise the beginning of a field. */
function searchWord(select: Knex.QueryBuilder, word: string): void {
  const exact = word.length >= 2 && word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1).toLowerCase() : null;
  select.where((any) => {
    for (const name of SEARCHED) {
      if (exact === null) any.orWhereRaw(`${name} like ? escape '!'`, [likePattern(word, 'wildcards')]);
      else any.orWhere(name, exact);
    }
  });
}

function column(select: Knex.QueryBuilder, name: string, value: string | undefined, exact: boolean | undefined): void {
  if (value === undefined || value === '') return;
  if (exact) select.where(name, value.toLowerCase());
  else select.whereRaw(`${name} like ? escape '!'`, [likePattern(value, 'infix')]);
}
