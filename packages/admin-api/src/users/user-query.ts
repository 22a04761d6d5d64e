import type { UserQuery } from '@anteroom/core';
import { attributesParameter, flagParameter, pageOf } from '../http/query.ts';

const TEXT_FILTERS = ['username', 'email', 'firstName', 'lastName'] as const;

/**
 * The query of `GET users`. `search` compares beginnings unless it says `*` (Keycloak appends the wildcard); a plain list hides service
 * accounts, any filter finds them.
 */
export function userQuery(query: URLSearchParams, defaultMax?: number): UserQuery {
  const page = pageOf(query, defaultMax);
  const search = query.get('search')?.trim();
  const flags = {
    ...optional('enabled', flagParameter(query, 'enabled')),
    ...optional('emailVerified', flagParameter(query, 'emailVerified')),
  };
  if (search !== undefined && search !== '') return { ...page, ...flags, search: withWildcards(search), includeServiceAccounts: false };
  const texts = Object.fromEntries(TEXT_FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])));
  const exact = flagParameter(query, 'exact');
  const attributes = attributesParameter(query);
  const filters = { ...texts, ...flags, ...optional('exact', exact), ...optional('attributes', attributes) };
  return { ...page, ...filters, includeServiceAccounts: Object.keys(filters).length > 0 };
}

const optional = <V>(name: string, value: V | undefined) => (value === undefined ? {} : { [name]: value });

function withWildcards(search: string): string {
  return (search.match(/"[^"]*"|\S+/g) ?? []).map((term) => (term.startsWith('"') || term.endsWith('*') ? term : `${term}*`)).join(' ');
}
