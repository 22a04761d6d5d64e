import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { pathSegment } from './import-groups.ts';
import { createNameTable, type NameTable } from './names.ts';

/** The names of a realm that is there, for what joins it later: users of an import that goes on, things of a partial import. */
export function namesOfRealm(realm: RealmSnapshot): NameTable {
  const names = createNameTable();
  const { roles, groups, clientScopes, flows, authenticatorConfigs, clientIds } = realm.configuration;
  for (const [id, clientId] of clientIds) names.add('client', clientId, id);
  for (const role of roles) {
    const clientId = role.clientRole ? realm.clientId(role.containerId) : null;
    if (clientId === null) names.add('realm-role', role.name, role.id);
    else names.addClientRole(clientId, role.name, role.id);
  }
  for (const scope of clientScopes) names.add('scope', scope.name, scope.id);
  for (const flow of flows) names.add('flow', flow.alias, flow.id);
  for (const config of authenticatorConfigs) names.add('config', config.alias, config.id);
  const escapedPath = (id: string | null): string => {
    const group = id === null ? null : realm.group(id);
    return group === null ? '' : `${escapedPath(group.parentId)}/${pathSegment(group.name)}`;
  };
  for (const { id } of groups) {
    names.add('group', escapedPath(id), id);
    names.add('group', realm.groupPath(id), id);
  }
  return names;
}
