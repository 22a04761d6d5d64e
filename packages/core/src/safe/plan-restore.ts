import type { Change } from '../directory/change.ts';
import type { Client } from '../directory/client.ts';
import type { Directory } from '../directory/directory.ts';
import type { DeletedContent, RoleTies, Thing } from '../directory/history.ts';
import type { Group, Role } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { WholeUser } from '../directory/user.ts';

/**
 * Brings back what was deleted, under its ids and in its places, as far as those are still there. Not brought back: consents that
 * users gave to a client, and mailed links. Guard the unit with the realm's version: what ties go to is read from the snapshot.
 */
export async function planRestore(
  realm: RealmSnapshot,
  content: DeletedContent,
  { directory }: { readonly directory: Pick<Directory, 'clients'> },
): Promise<readonly Change[]> {
  const known = (ids: readonly string[]) => ids.filter((id) => realm.role(id) !== null);
  switch (content.kind) {
    case 'user':
      return [{ kind: 'create-users', users: [attached(realm, content.user)] }];
    case 'role':
      return restoredRole(realm, content, new Map(), directory);
    case 'client': {
      // Several roles of the client may be tied to one thing: each step goes on with what the one before made of it.
      const edited = new Map<string, Thing>();
      const client = content.client as unknown as Client;
      const changes: Change[] = [{ kind: 'put-client', client: { ...client, scopeMappings: known(client.scopeMappings) } }];
      const own = new Set(content.roles.map(({ role }) => String(role.id)));
      for (const role of content.roles) changes.push(...(await restoredRole(realm, role, edited, directory, own)));
      if (content.account !== null) {
        changes.push({ kind: 'create-users', users: [attached(realm, content.account, own)] });
      }
      return changes;
    }
    case 'group': {
      const groups = content.groups.map(({ group }) => group as unknown as Group);
      const [top] = groups;
      const orphan = top !== undefined && top.parentId !== null && realm.group(top.parentId) === null;
      return [
        ...groups.map(
          (group): Change => ({
            kind: 'put-group',
            group: { ...group, roles: known(group.roles), ...(orphan && group === top ? { parentId: null } : {}) },
          }),
        ),
        ...content.groups.map(({ group, members }): Change => ({ kind: 'add-group-members', groupId: String(group.id), users: members })),
        ...(content.defaults.length === 0
          ? []
          : [
              {
                kind: 'put-realm',
                realm: { ...realm.realm, defaultGroups: [...new Set([...realm.realm.defaultGroups, ...content.defaults])] },
              } as const,
            ]),
      ];
    }
  }
}

function attached(realm: RealmSnapshot, whole: WholeUser, also: ReadonlySet<string> = new Set()): WholeUser {
  const { user } = whole;
  return {
    ...whole,
    user: {
      ...user,
      roles: user.roles.filter((id) => also.has(id) || realm.role(id) !== null),
      groups: user.groups.filter((id) => realm.group(id) !== null),
    },
    consents: whole.consents.filter((consent) => realm.clientId(consent.clientId) !== null),
  };
}

async function restoredRole(
  realm: RealmSnapshot,
  { role: thing, ties }: { readonly role: Thing; readonly ties: RoleTies },
  edited: Map<string, Thing>,
  directory: Pick<Directory, 'clients'>,
  also: ReadonlySet<string> = new Set(),
): Promise<readonly Change[]> {
  const role = thing as unknown as Role;
  const changes: Change[] = [
    { kind: 'put-role', role: { ...role, composites: role.composites.filter((id) => also.has(id) || realm.role(id) !== null) } },
    { kind: 'add-role-members', roleId: role.id, users: ties.users },
    ...ties.composites.map((roleId): Change => ({ kind: 'add-composites', roleId, roles: [role.id] })),
  ];
  const edit = <T extends object>(id: string, found: T | null | undefined, add: (noun: T) => T): T | null => {
    const noun = (edited.get(id) as T | undefined) ?? found;
    if (noun === null || noun === undefined) return null;
    const next = add(noun);
    edited.set(id, next as unknown as Thing);
    return next;
  };
  const scoped = <T extends { readonly scopeMappings: readonly string[] }>(noun: T): T => ({
    ...noun,
    scopeMappings: [...noun.scopeMappings, role.id],
  });
  for (const id of ties.groups) {
    const group = edit(id, realm.group(id), (noun) => ({ ...noun, roles: [...noun.roles, role.id] }));
    if (group !== null) changes.push({ kind: 'put-group', group });
  }
  for (const id of ties.clientScopes) {
    const scope = edit(
      id,
      realm.configuration.clientScopes.find((other) => other.id === id),
      scoped,
    );
    if (scope !== null) changes.push({ kind: 'put-client-scope', scope });
  }
  for (const id of ties.clients) {
    const client = edit(id, await directory.clients.get(realm.id, id), scoped);
    if (client !== null) changes.push({ kind: 'put-client', client });
  }
  return changes;
}
