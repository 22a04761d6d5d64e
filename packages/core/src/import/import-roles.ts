import type { Role } from '../directory/realm.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import { fromRoleRepresentation } from '../representation/role.ts';
import type { ImportContext, NamingContext } from './context.ts';

interface Named {
  readonly representation: Representation;
  readonly role: Role;
  readonly path: string;
}

/** Roles of the realm and of its clients; needs the clients' names. Composites are names and are resolved once all roles are known. */
export function importRoles(context: ImportContext): readonly Role[] {
  const roles = readObject(context.document, 'roles') ?? {};
  const found: Named[] = [];
  const add = (representation: Representation, path: string, owner: { containerId: string; clientRole: boolean }): Role => {
    const id = readText(representation, 'id') ?? context.ids.uuid();
    const role = fromRoleRepresentation(representation, { id, ...owner });
    found.push({ representation, role, path: `${path}[${role.name}]` });
    return role;
  };

  for (const representation of readObjects(roles, 'realm') ?? []) {
    const role = add(representation, 'roles.realm', { containerId: context.realmId, clientRole: false });
    context.names.add('realm-role', role.name, role.id);
  }
  const byClient = readObject(roles, 'client') ?? {};
  for (const clientId of Object.keys(byClient)) {
    const containerId = context.names.client(clientId);
    if (containerId === null) {
      context.report.warn(`roles.client.${clientId}`, 'left out: there is no such client');
      continue;
    }
    for (const representation of readObjects(byClient, clientId) ?? []) {
      const role = add(representation, `roles.client.${clientId}`, { containerId, clientRole: true });
      context.names.addClientRole(clientId, role.name, role.id);
    }
  }
  return found.map(({ representation, role, path }) => ({ ...role, composites: composites(context, representation, path) }));
}

function composites(context: ImportContext, representation: Representation, path: string): readonly string[] {
  const contained = readObject(representation, 'composites') ?? {};
  return resolveRoles(
    context,
    readTexts(contained, 'realm') ?? [],
    readObject(contained, 'client') ?? readObject(contained, 'application') ?? {},
    `${path}.composites`,
  );
}

/** Role names as they stand in mappings and composites → ids. A name that does not exist is reported and left out. */
export function resolveRoles(
  context: Pick<NamingContext, 'names' | 'report'>,
  realmRoles: readonly string[],
  clientRoles: Representation,
  path: string,
): readonly string[] {
  const ids = new Set<string>();
  const take = (id: string | null, name: string): void => {
    if (id === null) context.report.warn(path, `left out: there is no role "${name}"`);
    else ids.add(id);
  };
  for (const name of realmRoles) take(context.names.realmRole(name), name);
  for (const clientId of Object.keys(clientRoles)) {
    for (const name of readTexts(clientRoles, clientId) ?? []) take(context.names.clientRole(clientId, name), `${clientId}/${name}`);
  }
  return [...ids];
}
