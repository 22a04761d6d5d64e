import {
  type Change,
  fromRoleRepresentation,
  type RealmSnapshot,
  type Role,
  readObject,
  readText,
  readTexts,
  readTextsMap,
  toGroupRepresentation,
  toRoleRepresentation,
} from '@anteroom/core';
import type { Answer } from '../http/answer.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { bad, notFound, refused } from '../http/failure.ts';
import { flagParameter, pageOf, sliceOf } from '../http/query.ts';
import type { Call } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may } from '../permissions/permission.ts';
import { requireUnprotectedRole } from '../permissions/protected.ts';
import type { Body } from '../schemas/representations.ts';
import { showUsers } from '../users/show-user.ts';
import { namedRoles, rolesOfClient, rolesOfRealm, sortedByName } from './role-names.ts';

export interface RoleContainer {
  /** Null for the realm. */
  readonly client: string | null;
  /** `roles` or `clients/<id>/roles`, for events and Location. */
  readonly path: string;
}

/** What is done with roles, whichever way they were reached (by name in realm or client, or by id). */
export function createRoleResource(parts: Parts) {
  const { directory, writes, ids, urls } = parts;
  const resourceOf = (role: Role) => (role.clientRole ? 'CLIENT_ROLE' : 'REALM_ROLE');
  const all = (realm: RealmSnapshot, container: RoleContainer) =>
    container.client === null ? rolesOfRealm(realm) : rolesOfClient(realm, container.client);

  return {
    find(realm: RealmSnapshot, container: RoleContainer, name: string | undefined): Role {
      const role = all(realm, container).find((candidate) => candidate.name === name);
      if (role === undefined) throw notFound('Could not find role');
      return role;
    },

    list({ realm, query }: Call<unknown>, container: RoleContainer): Answer {
      const search = query.get('search')?.trim().toLowerCase() ?? '';
      const brief = flagParameter(query, 'briefRepresentation') ?? true;
      const found = all(realm, container).filter(
        (role) => role.name.toLowerCase().includes(search) || (role.description ?? '').toLowerCase().includes(search),
      );
      return ok(sliceOf(found, pageOf(query)).map((role) => toRoleRepresentation(role, { brief })));
    },

    async create(call: Call<Body>, container: RoleContainer): Promise<Answer> {
      const name = readText(call.body, 'name') ?? '';
      if (name === '') throw bad('role has no name');
      if (all(call.realm, container).some((role) => role.name === name)) throw refused(409, `Role with name ${name} already exists`);
      const owner = { id: ids.uuid(), containerId: container.client ?? call.realm.id, clientRole: container.client !== null };
      const role = { ...fromRoleRepresentation(call.body, owner), composites: contained(call.realm, call.body) };
      requireUnprotectedRole(call.admin, call.realm, role);
      requireGrantable(
        call.admin,
        call.realm,
        role.composites.flatMap((id) => call.realm.role(id) ?? []),
      );
      await writes.commit(call, [{ kind: 'put-role', role }], {
        operation: 'CREATE',
        resource: resourceOf(role),
        path: `${container.path}/${name}`,
        representation: eventView(role),
      });
      return created(`${urls.base}/admin/realms/${encodeURIComponent(call.realm.name)}/${container.path}/${encodeURIComponent(name)}`);
    },

    show: (role: Role): Answer => ok(toRoleRepresentation(role)),

    async update(call: Call<Body>, role: Role, path: string): Promise<Answer> {
      const updated = fromRoleRepresentation(call.body, role, role);
      requireUnprotectedRole(call.admin, call.realm, role, updated.name);
      const siblings = call.realm.configuration.roles.filter((other) => other.containerId === role.containerId && other.id !== role.id);
      if (siblings.some((other) => other.name === updated.name)) throw refused(409, `Role with name ${updated.name} already exists`);
      await writes.commit(call, [{ kind: 'put-role', role: updated }], {
        operation: 'UPDATE',
        resource: resourceOf(role),
        path,
        representation: call.body,
      });
      return noContent();
    },

    async remove(call: Call<unknown>, role: Role, path: string): Promise<Answer> {
      if (role.id === call.realm.realm.defaultRoleId)
        throw refused(400, `${role.name} is default role of the realm and cannot be removed.`);
      requireUnprotectedRole(call.admin, call.realm, role);
      await writes.commit(call, [{ kind: 'delete-role', id: role.id }], {
        operation: 'DELETE',
        resource: resourceOf(role),
        path,
        representation: eventView(role),
      });
      return noContent();
    },

    composites({ realm, query }: Call<unknown>, role: Role, only: 'all' | 'realm' | { readonly client: string }): Answer {
      const search = query.get('search')?.toLowerCase() ?? '';
      const found = role.composites
        .flatMap((id) => realm.role(id) ?? [])
        .filter((item) => only === 'all' || (only === 'realm' ? !item.clientRole : item.containerId === only.client))
        .filter((item) => item.name.toLowerCase().includes(search));
      return ok(sliceOf(sortedByName(found), pageOf(query)).map((item) => toRoleRepresentation(item, { brief: true })));
    },

    async changeComposites(call: Call<readonly Body[]>, role: Role, path: string, operation: 'CREATE' | 'DELETE'): Promise<Answer> {
      const named = namedComposites(call.realm, call.body);
      requireUnprotectedRole(call.admin, call.realm, role);
      if (operation === 'CREATE') requireGrantable(call.admin, call.realm, named);
      const changes: Change[] = [
        {
          kind: operation === 'CREATE' ? 'add-composites' : 'remove-composites',
          roleId: role.id,
          roles: named.map((item) => item.id),
        },
      ];
      await writes.commit(call, changes, { operation, resource: resourceOf(role), path: `${path}/composites`, representation: call.body });
      return noContent();
    },

    async users({ realm, query, admin }: Call<unknown>, role: Role): Promise<Answer> {
      if (!admin.may(may.viewUsers)) return ok([]);
      const brief = flagParameter(query, 'briefRepresentation') ?? false;
      const found = await directory.users.search(realm.id, { roleId: role.id, includeServiceAccounts: true, ...pageOf(query, 100) });
      return ok(await showUsers(directory, realm, found, { brief, access: { manage: admin.may(may.manageUsers) } }));
    },

    groups({ realm, query, admin }: Call<unknown>, role: Role): Answer {
      if (!admin.may(may.viewUsers)) return ok([]);
      const brief = flagParameter(query, 'briefRepresentation') ?? true;
      const found = realm.configuration.groups.filter((group) => group.roles.includes(role.id)).sort((a, b) => (a.name < b.name ? -1 : 1));
      return ok(sliceOf(found, pageOf(query, 100)).map((group) => toGroupRepresentation(realm, group, { brief, withoutCount: true })));
    },
  };
}

export type RoleResource = ReturnType<typeof createRoleResource>;

const eventView = (role: Role) => ({
  id: role.id,
  name: role.name,
  ...(role.description === undefined ? {} : { description: role.description }),
  composite: role.composites.length > 0,
});

/** `composites: {realm: [names], client: {clientId: [names]}}` of a new role. */
function contained(realm: RealmSnapshot, body: Body): readonly string[] {
  const composites = readObject(body, 'composites');
  if (composites === undefined) return [];
  const byName = (roles: readonly Role[], names: readonly string[]) =>
    names.map((name) => {
      const role = roles.find((candidate) => candidate.name === name);
      if (role === undefined) throw notFound('Could not find composite role');
      return role.id;
    });
  const clients = Object.entries(readTextsMap(composites, 'client') ?? {}).flatMap(([clientId, names]) => {
    const uuid = [...realm.configuration.clientIds].find(([, name]) => name === clientId)?.[0];
    return byName(uuid === undefined ? [] : rolesOfClient(realm, uuid), names);
  });
  return [...byName(rolesOfRealm(realm), readTexts(composites, 'realm') ?? []), ...clients];
}

function namedComposites(realm: RealmSnapshot, bodies: readonly Body[]): readonly Role[] {
  try {
    return namedRoles(realm, bodies, undefined);
  } catch {
    throw notFound('Could not find composite role');
  }
}
