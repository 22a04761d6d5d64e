import type { Representation } from '../representation/read.ts';
import data from './new-realm.json' with { type: 'json' };

/** What a realm made with nothing but a name holds, as an export without ids (recorded from Keycloak 26.7.3). */
export function newRealmExport(name: string): Representation {
  return fill(data, name) as Representation;
}

function fill(value: unknown, name: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{realm}', name);
  if (Array.isArray(value)) return value.map((item) => fill(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, name)]));
}

/** Alias → place of the built-in flows, as Keycloak lists them. */
export const BUILT_IN_FLOWS: readonly string[] = data.authenticationFlows.map((flow) => flow.alias);
