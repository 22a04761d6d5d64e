/**
 * Query parameters of Keycloak's calls with what they mean, for the OpenAPI document. A call sees no other than it names (see
 * `declaredQuery`), so the document cannot leave one out.
 */
type Parameters = Readonly<Record<string, string>>;

/** Of every list; routes need not name them. */
export const PAGING: Parameters = { first: 'Things to skip', max: 'Things to give at most' };
export const BRIEF: Parameters = { briefRepresentation: 'Only what a list shows' };
export const SEARCH: Parameters = { search: 'Part of the name' };
const ATTRIBUTES: Parameters = { q: 'Attributes, as `name:value other:"two words"`' };
export const DATES: Parameters = {
  dateFrom: 'From this day (yyyy-MM-dd) or moment (milliseconds since 1970)',
  dateTo: 'Until the end of this day, or this moment',
};
export const USERS: Parameters = {
  search: 'Beginning of user name, address, first or last name; * for anything, "…" for the whole, or id:…',
  username: 'Part of the user name',
  email: 'Part of the address',
  firstName: 'Part of the first name',
  lastName: 'Part of the last name',
  exact: 'Names and address are whole',
  enabled: 'Only users that are enabled, or disabled',
  emailVerified: 'Only users whose address is verified, or is not',
  ...ATTRIBUTES,
};
export const CLIENTS: Parameters = { clientId: 'The clientId', search: 'The clientId is a part of it', ...ATTRIBUTES };
export const MAILED: Parameters = { client_id: 'Client that the link leads to', redirect_uri: 'Address of that client' };
export const LIFESPAN: Parameters = { lifespan: 'Seconds that the link lives' };

/** The query as a call may see it: what it named and nothing else. */
export function declaredQuery(querystring: string, parameters: Parameters): URLSearchParams {
  const query = new URLSearchParams(querystring);
  for (const name of new Set(query.keys())) if (!Object.hasOwn(parameters, name)) query.delete(name);
  return query;
}
