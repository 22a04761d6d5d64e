import { MASTER_REALM, REALM_MANAGEMENT } from '../defaults/management-client.ts';
import { newRealmExport } from '../defaults/new-realm-export.ts';
import { FLOW_BINDINGS } from '../directory/realm.ts';
import { isObject, type Representation, readObject, readObjects, readText } from '../representation/read.ts';

/**
 * Adds to an export what Keycloak's importer adds: built-in clients with their roles, the default role, scopes, flows, required actions
 * and registration policies that the document does not bring. The result is a complete export; nothing in it is changed.
 */
export function completeExport(source: Representation, name: string): Representation {
  const defaults = newRealmExport(name);
  const addedClients = missing(readObjects(source, 'clients'), list(defaults, 'clients'), 'clientId').filter(
    (client) => !(name === MASTER_REALM && client.clientId === REALM_MANAGEMENT),
  );
  const ownScopes = readObjects(source, 'clientScopes');
  const added = new Set(addedClients.map((client) => readText(client, 'clientId')));
  const isAdded = (mapping: Representation): boolean => {
    const client = readText(mapping, 'client');
    return client === undefined ? ownScopes === undefined : added.has(client);
  };
  const flows = completeFlows(source, defaults);
  return {
    ...source,
    roles: completeRoles(source, defaults, name),
    clients: [...list(source, 'clients'), ...addedClients],
    clientScopes: ownScopes ?? defaults.clientScopes,
    defaultDefaultClientScopes: source.defaultDefaultClientScopes ?? (ownScopes === undefined ? defaults.defaultDefaultClientScopes : []),
    defaultOptionalClientScopes:
      source.defaultOptionalClientScopes ?? (ownScopes === undefined ? defaults.defaultOptionalClientScopes : []),
    scopeMappings: [...list(source, 'scopeMappings'), ...list(defaults, 'scopeMappings').filter(isAdded)],
    clientScopeMappings: completeClientMappings(source, defaults, isAdded),
    authenticationFlows: flows,
    authenticatorConfig: completeConfigs(source, defaults, flows),
    requiredActions: readObjects(source, 'requiredActions') ?? defaults.requiredActions,
    components: { ...withoutKeys(readObject(defaults, 'components') ?? {}), ...readObject(source, 'components') },
  };
}

const KEY_PROVIDERS = 'org.keycloak.keys.KeyProvider';

/** Keys are never a default: every realm makes its own. */
function withoutKeys(components: Representation): Representation {
  const { [KEY_PROVIDERS]: _, ...rest } = components;
  return rest;
}

/** The name of the realm's default role: given, or made as Keycloak makes it. */
export function defaultRoleName(source: Representation, name: string): string {
  const given = source.defaultRole;
  return (isObject(given) ? readText(given, 'name') : undefined) ?? `default-roles-${name.toLowerCase()}`;
}

function completeRoles(source: Representation, defaults: Representation, name: string): Representation {
  const own = readObject(source, 'roles') ?? {};
  const standard = readObject(defaults, 'roles') ?? {};
  const defaultRole = defaultRoleName(source, name);
  // Exports from before version 13 name default roles instead of one composite.
  const older = source.defaultRoles;
  const standardRoles = list(standard, 'realm').map((role) => {
    if (readText(role, 'name') !== `default-roles-${name}`) return role;
    const composites = Array.isArray(older) ? { realm: older, client: { account: ['view-profile', 'manage-account'] } } : role.composites;
    return { ...role, name: defaultRole, composites };
  });
  const client: Record<string, unknown> = { ...readObject(own, 'client') };
  for (const [clientId, roles] of Object.entries(readObject(standard, 'client') ?? {})) {
    if (name === MASTER_REALM && clientId === REALM_MANAGEMENT) continue;
    const present = readObjects(readObject(own, 'client') ?? {}, clientId);
    client[clientId] = [...(present ?? []), ...missing(present, roles as Representation[], 'name')];
  }
  return { realm: [...list(own, 'realm'), ...missing(readObjects(own, 'realm'), standardRoles, 'name')], client };
}

/** The document's flows; a built-in flow that it binds, explicitly or by leaving the binding out, comes with its sub-flows. */
function completeFlows(source: Representation, defaults: Representation): readonly Representation[] {
  const own = readObjects(source, 'authenticationFlows');
  const standard = list(defaults, 'authenticationFlows');
  if (own === undefined) return standard;
  const present = new Set(own.map((flow) => readText(flow, 'alias')));
  const byAlias = new Map(standard.map((flow) => [readText(flow, 'alias'), flow]));
  const added: Representation[] = [];
  const add = (alias: string | undefined): void => {
    const flow = byAlias.get(alias);
    if (flow === undefined || present.has(alias)) return;
    present.add(alias);
    added.push(flow);
    for (const execution of list(flow, 'authenticationExecutions')) add(readText(execution, 'flowAlias'));
  };
  for (const binding of FLOW_BINDINGS) add(readText(source, binding) ?? readText(defaults, binding));
  return [...own, ...added];
}

function completeConfigs(source: Representation, defaults: Representation, flows: readonly Representation[]): readonly Representation[] {
  const own = list(source, 'authenticatorConfig');
  const used = new Set(
    flows.flatMap((flow) => list(flow, 'authenticationExecutions').map((execution) => readText(execution, 'authenticatorConfig'))),
  );
  return [...own, ...missing(own, list(defaults, 'authenticatorConfig'), 'alias').filter((config) => used.has(readText(config, 'alias')))];
}

function completeClientMappings(
  source: Representation,
  defaults: Representation,
  isAdded: (mapping: Representation) => boolean,
): Representation {
  const mappings: Record<string, unknown> = { ...readObject(source, 'clientScopeMappings') };
  for (const [owner, entries] of Object.entries(readObject(defaults, 'clientScopeMappings') ?? {})) {
    const added = (entries as Representation[]).filter(isAdded);
    if (added.length > 0) mappings[owner] = [...list(mappings, owner), ...added];
  }
  return mappings;
}

function list(from: Representation, key: string): readonly Representation[] {
  return readObjects(from, key) ?? [];
}

function missing(
  present: readonly Representation[] | undefined,
  standard: readonly Representation[],
  key: string,
): readonly Representation[] {
  const names = new Set((present ?? []).map((item) => readText(item, key)));
  return standard.filter((item) => !names.has(readText(item, key)));
}
