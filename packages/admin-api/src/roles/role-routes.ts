import type { Role } from '@anteroom/core';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { httpFailure, notFound } from '../http/failure.ts';
import { BRIEF, SEARCH } from '../http/parameters.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may, type Permission } from '../permissions/permission.ts';
import { body, representation } from '../schemas/representations.ts';
import { createRoleResource, type RoleContainer } from './role-resource.ts';

type AnyCall = Call<unknown>;

/** How a path names a role, and who may touch what it names. */
interface Access {
  readonly view: Permission;
  readonly manage: Permission;
  find(call: AnyCall): { readonly role: Role; readonly path: string };
}

export function roleRoutes(parts: Parts): readonly Route[] {
  const roles = createRoleResource(parts);
  const ofRealm = (): RoleContainer => ({ client: null, path: 'roles' });
  const ofClient = (call: AnyCall): RoleContainer => {
    const uuid = call.params.client ?? '';
    if (call.realm.clientId(uuid) === null) throw notFound('Could not find client');
    return { client: uuid, path: `clients/${uuid}/roles` };
  };
  return [
    ...collection('/roles', { view: may.viewRoles, manage: may.manageRealm }, ofRealm),
    ...collection('/clients/:client/roles', { view: may.viewClientRoles, manage: may.manageClients }, ofClient),
    ...single('/roles-by-id/:roleId', {
      view: may.viewAnyRole,
      manage: may.manageAnyRole,
      find(call) {
        const role = call.realm.role(call.params.roleId ?? '');
        if (role === null) throw notFound('Could not find role with id');
        // The route lets in both kinds of administrators; a role of the other kind is not theirs.
        const writes = call.admin.has(role.clientRole ? 'manage-clients' : 'manage-realm');
        if (!writes && !call.admin.has(role.clientRole ? 'view-clients' : 'view-realm')) throw httpFailure(403);
        return { role, path: `roles-by-id/${role.id}` };
      },
    }),
  ];

  function collection(
    prefix: string,
    permissions: Pick<Access, 'view' | 'manage'>,
    container: (call: AnyCall) => RoleContainer,
  ): readonly Route[] {
    return [
      route({
        method: 'GET',
        path: prefix,
        summary: 'Roles',
        permission: permissions.view,
        parameters: { ...SEARCH, ...BRIEF },
        answers: givesList(representation.role),
        handler: async (call) => roles.list(call, container(call)),
      }),
      route({
        method: 'POST',
        path: prefix,
        summary: 'Create a role',
        permission: permissions.manage,
        answers: creates,
        request: body.role,
        handler: (call) => roles.create(call, container(call)),
      }),
      ...single(`${prefix}/:roleName`, {
        ...permissions,
        find(call) {
          const owner = container(call);
          const role = roles.find(call.realm, owner, call.params.roleName);
          return { role, path: `${owner.path}/${role.name}` };
        },
      }),
      route({
        method: 'GET',
        path: `${prefix}/:roleName/users`,
        summary: 'Users who have a role',
        permission: permissions.view,
        parameters: BRIEF,
        answers: givesList(representation.user),
        handler: (call) => roles.users(call, roles.find(call.realm, container(call), call.params.roleName)),
      }),
      route({
        method: 'GET',
        path: `${prefix}/:roleName/groups`,
        summary: 'Groups that have a role',
        permission: permissions.view,
        parameters: BRIEF,
        answers: givesList(representation.group),
        handler: async (call) => roles.groups(call, roles.find(call.realm, container(call), call.params.roleName)),
      }),
    ];
  }

  function single(prefix: string, access: Access): readonly Route[] {
    const managed = (call: AnyCall) => {
      const found = access.find(call);
      if (!call.admin.has(found.role.clientRole ? 'manage-clients' : 'manage-realm')) throw httpFailure(403);
      return found;
    };
    return [
      route({
        method: 'GET',
        path: prefix,
        summary: 'A role',
        permission: access.view,
        answers: gives(representation.role),
        handler: async (call) => roles.show(access.find(call).role),
      }),
      route({
        method: 'PUT',
        path: prefix,
        summary: 'Change a role',
        permission: access.manage,
        answers: does,
        request: body.role,
        handler: (call) => {
          const { role, path } = managed(call);
          return roles.update(call, role, path);
        },
      }),
      route({
        method: 'DELETE',
        path: prefix,
        summary: 'Delete a role',
        permission: access.manage,
        answers: does,
        handler: (call) => {
          const { role, path } = managed(call);
          return roles.remove(call, role, path);
        },
      }),
      route({
        method: 'GET',
        path: `${prefix}/composites`,
        summary: 'Roles that a role contains',
        permission: access.view,
        parameters: SEARCH,
        answers: givesList(representation.role),
        handler: async (call) => roles.composites(call, access.find(call).role, 'all'),
      }),
      route({
        method: 'GET',
        path: `${prefix}/composites/realm`,
        summary: 'Roles of the realm that a role contains',
        permission: access.view,
        parameters: SEARCH,
        answers: givesList(representation.role),
        handler: async (call) => roles.composites(call, access.find(call).role, 'realm'),
      }),
      route({
        method: 'GET',
        path: `${prefix}/composites/clients/:ofClient`,
        summary: 'Roles of a client that a role contains',
        permission: access.view,
        parameters: SEARCH,
        answers: givesList(representation.role),
        handler: async (call) => roles.composites(call, access.find(call).role, { client: call.params.ofClient ?? '' }),
      }),
      ...(['CREATE', 'DELETE'] as const).map((operation) =>
        route({
          method: operation === 'CREATE' ? 'POST' : 'DELETE',
          path: `${prefix}/composites`,
          summary: 'Let a role contain others, or no longer',
          permission: access.manage,
          answers: does,
          request: body.roles,
          handler: (call) => {
            const { role, path } = managed(call);
            return roles.changeComposites(call, role, path, operation);
          },
        }),
      ),
    ];
  }
}
