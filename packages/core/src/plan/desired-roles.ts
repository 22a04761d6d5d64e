import type { Group, Role } from '../directory/realm.ts';
import { AnteroomError } from '../errors.ts';
import { resolveRoles } from '../import/import-roles.ts';
import { fromGroupRepresentation } from '../representation/group.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import { fromRoleRepresentation } from '../representation/role.ts';
import { asSet, type Desired, listOf, type PlanContext } from './desired.ts';

interface Named {
  readonly representation: Representation;
  readonly name: string;
  readonly before: Role | null;
  readonly after: Role;
}

/** All roles are named before the first composite is resolved. */
export function desiredRoles(context: PlanContext): readonly Desired[] {
  const { document, names, realm } = context;
  const roles = readObject(document, 'roles') ?? {};
  const named: Named[] = listOf(roles, 'realm').map((representation) => {
    const name = readText(representation, 'name') ?? '';
    const role = read(context, representation, names.realmRole(name), { containerId: realm.id, clientRole: false });
    names.add('realm-role', name, role.after.id);
    return { ...role, representation, name };
  });
  const byClient = readObject(roles, 'client') ?? {};
  for (const clientId of Object.keys(byClient)) {
    const containerId = names.client(clientId);
    if (containerId === null) throw missing(`there is no client ${clientId}`);
    for (const representation of listOf(byClient, clientId)) {
      const name = readText(representation, 'name') ?? '';
      const role = read(context, representation, names.clientRole(clientId, name), { containerId, clientRole: true });
      names.addClientRole(clientId, name, role.after.id);
      named.push({ ...role, representation, name: `${clientId}/${name}` });
    }
  }
  return named.map(({ representation, name, before, after }): Desired => {
    const contained = readObject(representation, 'composites');
    if (contained === undefined) return { kind: 'role', name, before, after };
    const ids = resolveRoles(context, readTexts(contained, 'realm') ?? [], readObject(contained, 'client') ?? {}, `roles[${name}]`);
    return { kind: 'role', name, before, after: { ...after, composites: asSet(before?.composites, ids) } };
  });
}

function read(
  { realm, ids }: PlanContext,
  representation: Representation,
  existing: string | null,
  owner: { readonly containerId: string; readonly clientRole: boolean },
): Pick<Named, 'before' | 'after'> {
  const before = existing === null ? null : realm.role(existing);
  const id = before?.id ?? readText(representation, 'id') ?? ids.uuid();
  return { before, after: fromRoleRepresentation(representation, { id, ...owner }, before ?? undefined) };
}

export function desiredGroups(context: PlanContext): readonly Desired[] {
  const { names, realm, ids } = context;
  const desired: Desired[] = [];
  const walk = (groups: readonly Representation[], parent: { readonly id: string | null; readonly path: string }): void => {
    for (const representation of groups) {
      const path = `${parent.path}/${readText(representation, 'name') ?? ''}`;
      const existing = names.group(path);
      const before = existing === null ? null : realm.group(existing);
      const id = before?.id ?? readText(representation, 'id') ?? ids.uuid();
      const draft = fromGroupRepresentation(representation, { id, parentId: parent.id }, before ?? undefined);
      names.add('group', path, id);
      const given = readTexts(representation, 'realmRoles') ?? readObject(representation, 'clientRoles');
      const roles = resolveRoles(
        context,
        readTexts(representation, 'realmRoles') ?? [],
        readObject(representation, 'clientRoles') ?? {},
        `groups[${path}]`,
      );
      const after: Group = given === undefined ? draft : { ...draft, roles: asSet(before?.roles, roles) };
      desired.push({ kind: 'group', name: path, before, after });
      walk(readObjects(representation, 'subGroups') ?? [], { id, path });
    }
  };
  walk(listOf(context.document, 'groups'), { id: null, path: '' });
  return desired;
}

function missing(message: string): AnteroomError {
  return new AnteroomError('invalid_input', message, { publicText: message });
}
