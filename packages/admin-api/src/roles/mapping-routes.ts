import { type Change, type RealmSnapshot, type Role, toRoleRepresentation } from '@anteroom/core';
import type { z } from 'zod';
import { noContent, ok } from '../http/answer.ts';
import { does, gives, givesList } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { BRIEF } from '../http/parameters.ts';
import { flagParameter } from '../http/query.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may, type Permission } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { type Body, body, representation } from '../schemas/representations.ts';
import { namedRoles, rolesOfClient, rolesOfRealm, seesRealmRoles, sortedByName } from './role-names.ts';

/** Something that roles are mapped to: a user, a group, a client's or a scope's role scope. */
export interface RoleHolder {
  /** For the event's path: `users/<id>`. */
  readonly path: string;
  readonly roles: readonly string[];
  /** With everything contained in them. */
  readonly effective: readonly Role[];
  add(roles: readonly string[]): readonly Change[];
  remove(roles: readonly string[]): readonly Change[];
}

export interface MappingKind {
  /** `/users/:id/role-mappings` */
  readonly prefix: string;
  readonly segment: 'role-mappings' | 'scope-mappings';
  /** Name of the path parameter with the client that owns the roles. */
  readonly clientParameter?: string;
  readonly view: Permission;
  readonly manage: Permission;
  /** Whether mapping an admin role needs that role (not for scopes: they only narrow tokens). */
  readonly guarded: boolean;
  find(call: Pick<Call<unknown>, 'realm' | 'params'>): Promise<RoleHolder>;
}

const optionalRoles = [body.roles[0], body.roles[1].optional() as unknown as z.ZodType<readonly Body[] | undefined>] as const;

const shown = (roles: readonly Role[], brief: boolean) => sortedByName(roles).map((role) => toRoleRepresentation(role, { brief }));

/** The eleven role-mapping calls, the same for every kind of holder. */
export function mappingRoutes(parts: Parts, kind: MappingKind): readonly Route[] {
  const { writes } = parts;
  const clientParameter = kind.clientParameter ?? 'client';

  const containerOf = (call: Pick<Call<unknown>, 'realm' | 'params'>, isClient: boolean): string | null => {
    if (!isClient) return null;
    const uuid = call.params[clientParameter] ?? '';
    if (call.realm.clientId(uuid) === null) throw notFound('Client not found');
    return uuid;
  };
  const inContainer = (container: string | null) => (role: Role) =>
    container === null ? !role.clientRole : role.clientRole && role.containerId === container;
  const mapped = (realm: RealmSnapshot, holder: RoleHolder) => holder.roles.flatMap((id) => realm.role(id) ?? []);

  async function write(call: Call<readonly Body[] | undefined>, isClient: boolean, operation: 'CREATE' | 'DELETE') {
    const holder = await kind.find(call);
    const container = containerOf(call, isClient);
    // A DELETE without a body takes every mapping of the container (Keycloak).
    const roles =
      call.body === undefined ? mapped(call.realm, holder).filter(inContainer(container)) : namedRoles(call.realm, call.body, container);
    if (kind.guarded) requireGrantable(call.admin, call.realm, roles);
    const roleIds = roles.map((role) => role.id);
    await writes.commit(call, operation === 'CREATE' ? holder.add(roleIds) : holder.remove(roleIds), {
      operation,
      resource: `${isClient ? 'CLIENT' : 'REALM'}_${kind.segment === 'role-mappings' ? 'ROLE' : 'SCOPE'}_MAPPING`,
      path: `${holder.path}/${kind.segment}/${container === null ? 'realm' : `clients/${container}`}`,
      representation: shown(roles, true),
    });
    return noContent();
  }

  const containerRoutes = (isClient: boolean): readonly Route[] => {
    const path = `${kind.prefix}/${isClient ? `clients/:${clientParameter}` : 'realm'}`;
    const all = (realm: RealmSnapshot, container: string | null) =>
      container === null ? rolesOfRealm(realm) : rolesOfClient(realm, container);
    return [
      route({
        method: 'GET',
        path,
        summary: 'Roles that are mapped',
        permission: kind.view,
        answers: givesList(representation.role),
        async handler(call) {
          const holder = await kind.find(call);
          return ok(shown(mapped(call.realm, holder).filter(inContainer(containerOf(call, isClient))), true));
        },
      }),
      route({
        method: 'GET',
        path: `${path}/composite`,
        summary: 'Roles that are mapped, with those that they contain',
        permission: kind.view,
        parameters: BRIEF,
        answers: givesList(representation.role),
        async handler(call) {
          const holder = await kind.find(call);
          const brief = flagParameter(call.query, 'briefRepresentation') ?? true;
          if (!isClient && !seesRealmRoles(call.admin)) return ok([]);
          return ok(shown(holder.effective.filter(inContainer(containerOf(call, isClient))), brief));
        },
      }),
      route({
        method: 'GET',
        path: `${path}/available`,
        summary: 'Roles that could be mapped',
        permission: kind.view,
        answers: givesList(representation.role),
        async handler(call) {
          const holder = await kind.find(call);
          if (!isClient && !seesRealmRoles(call.admin)) return ok([]);
          const direct = new Set(holder.roles);
          return ok(
            shown(
              all(call.realm, containerOf(call, isClient)).filter((role) => !direct.has(role.id)),
              true,
            ),
          );
        },
      }),
      route({
        method: 'POST',
        path,
        summary: 'Map roles',
        permission: kind.manage,
        answers: does,
        request: body.roles,
        handler: (call) => write(call, isClient, 'CREATE'),
      }),
      route({
        method: 'DELETE',
        path,
        summary: 'Take mapped roles away',
        permission: kind.manage,
        answers: does,
        request: optionalRoles,
        handler: (call) => write(call, isClient, 'DELETE'),
      }),
    ];
  };

  return [
    route({
      method: 'GET',
      path: kind.prefix,
      summary: 'All mapped roles, of the realm and of clients',
      permission: kind.view,
      answers: gives(answered.mappings),
      async handler(call) {
        return ok(showMappings(call.realm, mapped(call.realm, await kind.find(call))));
      },
    }),
    ...containerRoutes(false),
    ...containerRoutes(true),
  ];
}

/** MappingsRepresentation: either part is absent when empty. */
function showMappings(realm: RealmSnapshot, roles: readonly Role[]): Readonly<Record<string, unknown>> {
  const realmRoles = roles.filter((role) => !role.clientRole);
  const clients = new Map<string, Role[]>();
  for (const role of roles) if (role.clientRole) clients.set(role.containerId, [...(clients.get(role.containerId) ?? []), role]);
  const clientMappings = [...clients].map(([id, own]) => {
    const client = realm.clientId(id) ?? id;
    return [client, { id, client, mappings: shown(own, true) }] as const;
  });
  return {
    ...(realmRoles.length === 0 ? {} : { realmMappings: shown(realmRoles, true) }),
    ...(clientMappings.length === 0 ? {} : { clientMappings: Object.fromEntries(clientMappings) }),
  };
}

/** Views of users' and groups' mappings. */
export const userMappingPermissions = { view: may.viewUsers, manage: may.manageUsers, guarded: true } as const;
