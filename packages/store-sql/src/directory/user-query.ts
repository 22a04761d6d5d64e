import type { UserQuery } from '@anteroom/core';
import type { Knex } from 'knex';
import { likePattern, valueHash } from './queries.ts';
import { oneLine } from './search-row.ts';

/** Of `realm_user`: the fields that a word is looked for in. */
const FIELDS = ['username', 'email', 'first_name_key', 'last_name_key'] as const;
type Field = (typeof FIELDS)[number];

/**
 * The rows of `user_search` that a query means; all its conditions must hold. Texts are looked for in the haystack, which is a walk over
 * narrow rows in the order of the answer; where that does not say in which field, the few rows found are compared with the user's.
 */
export function filterUsers(db: Knex, realmId: string, query: UserQuery): Knex.QueryBuilder {
  const select = db('user_search').where({ realm_id: realmId });
  const users = (where: (inner: Knex.QueryBuilder) => void) =>
    select.whereExists((inner: Knex.QueryBuilder) => {
      inner.select(db.raw('1')).from('realm_user as own').whereRaw('own.realm_id = user_search.realm_id and own.id = user_search.user_id');
      where(inner);
    });
  const members = (table: string, row: Readonly<Record<string, string>>) =>
    select.whereIn(
      'user_id',
      db(table)
        .select('user_id')
        .where({ realm_id: realmId, ...row }),
    );

  if (query.includeServiceAccounts !== true) select.where('service', 0);
  if (query.search !== undefined && query.search.trim() !== '') for (const word of words(query.search)) searchWord(word);
  field('username', query.username);
  field('email', query.email);
  field('first_name_key', query.firstName);
  field('last_name_key', query.lastName);
  if (query.enabled !== undefined) users((own) => own.where('own.enabled', query.enabled ? 1 : 0));
  if (query.emailVerified !== undefined) users((own) => own.where('own.email_verified', query.emailVerified ? 1 : 0));
  for (const [name, value] of Object.entries(query.attributes ?? {})) members('user_attribute', { name, value_hash: valueHash(value) });
  if (query.roleId !== undefined) members('user_role', { role_id: query.roleId });
  if (query.groupId !== undefined) members('user_group', { group_id: query.groupId });
  return select;

  /** Recorded from Keycloak: `"…"` exact, `*` a wildcard, otherwise the beginning of a field. */
  function searchWord(word: string): void {
    if (word === '""') {
      // Two line ends stand around every empty field; nobody is meant.
      select.whereRaw('1 = 0');
      return;
    }
    if (isQuoted(word)) {
      haystack(`%\n${likePattern(oneLine(word.slice(1, -1)), 'exact')}\n%`);
      return;
    }
    const pattern = likePattern(oneLine(word), 'wildcards');
    haystack(pattern.startsWith('%') ? pattern : `%\n${pattern}`);
    if (!/[^*]\*+[^*]/.test(word)) return;
    // A wildcard within a word must not reach into the next field.
    users((own) => own.where((any) => FIELDS.forEach((name) => void any.orWhereRaw(`own.${name} like ? escape '!'`, [pattern]))));
  }

  function field(name: Field, value: string | undefined): void {
    if (value === undefined || value === '') return;
    const text = value.toLowerCase();
    if (query.exact && name === 'username') select.where({ username: text });
    else if (query.exact && name === 'email') {
      select.whereIn('user_id', db('realm_user').select('id').where({ realm_id: realmId, email: text }));
    } else if (query.exact) {
      haystack(`%\n${likePattern(oneLine(value), 'exact')}\n%`);
      users((own) => own.where(`own.${name}`, text));
    } else {
      haystack(likePattern(oneLine(value), 'infix'));
      users((own) => own.whereRaw(`own.${name} like ? escape '!'`, [likePattern(value, 'infix')]));
    }
  }

  function haystack(pattern: string): void {
    select.whereRaw(`haystack like ? escape '!'`, [pattern]);
  }
}

const isQuoted = (text: string) => text.length >= 2 && text.startsWith('"') && text.endsWith('"');

/** A quoted search is one exact term, blanks included; otherwise each word must be found somewhere. */
function words(search: string): readonly string[] {
  const text = search.trim();
  return isQuoted(text) ? [text] : text.split(/\s+/);
}
