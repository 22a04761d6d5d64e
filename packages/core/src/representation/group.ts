import type { Group } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { type Representation, readText, readTextsMap } from './read.ts';

export interface GroupRepresentationOptions {
  /** Without attributes and roles. */
  readonly brief?: boolean;
  /** Sub-groups to nest, already represented; Keycloak answers `[]` where it does not nest. */
  readonly subGroups?: readonly Record<string, unknown>[];
  /** Leaves out `subGroupCount` (exports and some lists have none). */
  readonly withoutCount?: boolean;
}

export function toGroupRepresentation(
  realm: RealmSnapshot,
  group: Group,
  options: GroupRepresentationOptions = {},
): Record<string, unknown> {
  return {
    id: group.id,
    name: group.name,
    ...(group.description === undefined ? {} : { description: group.description }),
    path: realm.groupPath(group.id),
    ...(group.parentId === null ? {} : { parentId: group.parentId }),
    ...(options.withoutCount ? {} : { subGroupCount: realm.configuration.groups.filter((other) => other.parentId === group.id).length }),
    subGroups: options.subGroups ?? [],
    ...(options.brief ? {} : { attributes: { ...group.attributes }, ...roleNames(realm, group.roles) }),
  };
}

/** Role ids as Keycloak spells mappings in representations: realm role names, client role names by clientId. Unknown ids are left out. */
export function roleNames(realm: RealmSnapshot, roles: readonly string[]): { realmRoles: string[]; clientRoles: Record<string, string[]> } {
  const realmRoles: string[] = [];
  const clientRoles: Record<string, string[]> = {};
  for (const id of roles) {
    const role = realm.role(id);
    if (role === null) continue;
    if (!role.clientRole) realmRoles.push(role.name);
    else {
      const clientId = realm.clientId(role.containerId);
      if (clientId !== null) clientRoles[clientId] = [...(clientRoles[clientId] ?? []), role.name];
    }
  }
  return { realmRoles: realmRoles.sort(), clientRoles };
}

/** Name, description and attributes; place and roles stay those of `base`. */
export function fromGroupRepresentation(
  representation: Representation,
  place: { readonly id: string; readonly parentId: string | null },
  base?: Group,
): Group {
  const description = readText(representation, 'description') ?? base?.description;
  return {
    id: base?.id ?? place.id,
    name: readText(representation, 'name') ?? base?.name ?? '',
    ...(description === undefined ? {} : { description }),
    parentId: base === undefined ? place.parentId : base.parentId,
    attributes: readTextsMap(representation, 'attributes') ?? base?.attributes ?? {},
    roles: base?.roles ?? [],
  };
}
