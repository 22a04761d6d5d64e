import type { Role } from '../directory/realm.ts';
import { type Representation, readText, readTextsMap } from './read.ts';

/** `brief` (lists, composites, mappings) has no attributes. */
export function toRoleRepresentation(role: Role, options: { readonly brief?: boolean } = {}): Record<string, unknown> {
  return {
    id: role.id,
    name: role.name,
    ...(role.description === undefined ? {} : { description: role.description }),
    composite: role.composites.length > 0,
    clientRole: role.clientRole,
    containerId: role.containerId,
    ...(options.brief ? {} : { attributes: { ...role.attributes } }),
  };
}

/** Composites of an export are names and are resolved by the import; here they stay as in `base`. */
export function fromRoleRepresentation(
  representation: Representation,
  owner: { readonly id: string; readonly containerId: string; readonly clientRole: boolean },
  base?: Role,
): Role {
  const description = readText(representation, 'description') ?? base?.description;
  return {
    id: base?.id ?? owner.id,
    name: readText(representation, 'name') ?? base?.name ?? '',
    ...(description === undefined ? {} : { description }),
    clientRole: owner.clientRole,
    containerId: owner.containerId,
    attributes: readTextsMap(representation, 'attributes') ?? base?.attributes ?? {},
    composites: base?.composites ?? [],
  };
}
