import type { Group } from '../directory/realm.ts';
import { fromGroupRepresentation } from '../representation/group.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import type { ImportContext, NamingContext } from './context.ts';
import { resolveRoles } from './import-roles.ts';

/** Keycloak writes a slash inside a name as `~/` in paths. */
export function pathSegment(name: string): string {
  return name.replaceAll('/', '~/');
}

/** The tree as a list, parents first. */
export function importGroups(context: ImportContext): readonly Group[] {
  const groups: Group[] = [];
  const walk = (representations: readonly Representation[], parent: { readonly id: string | null; readonly path: string }): void => {
    for (const representation of representations) {
      const id = readText(representation, 'id') ?? context.ids.uuid();
      const group = fromGroupRepresentation(representation, { id, parentId: parent.id });
      const path = `${parent.path}/${pathSegment(group.name)}`;
      context.names.add('group', path, id);
      context.names.add('group', `${parent.path}/${group.name}`, id);
      const roles = resolveRoles(
        context,
        readTexts(representation, 'realmRoles') ?? [],
        readObject(representation, 'clientRoles') ?? {},
        `groups[${path}]`,
      );
      groups.push({ ...group, roles });
      walk(readObjects(representation, 'subGroups') ?? [], { id, path });
    }
  };
  walk(readObjects(context.document, 'groups') ?? [], { id: null, path: '' });
  return groups;
}

/** Paths → ids; a leading slash may be missing. */
export function resolveGroups(
  context: Pick<NamingContext, 'names' | 'report'>,
  paths: readonly string[],
  where: string,
): readonly string[] {
  const ids = new Set<string>();
  for (const path of paths) {
    const id = context.names.group(path.startsWith('/') ? path : `/${path}`);
    if (id === null) context.report.warn(where, `left out: there is no group "${path}"`);
    else ids.add(id);
  }
  return [...ids];
}
