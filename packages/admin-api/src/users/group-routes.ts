import { type RealmSnapshot, toGroupRepresentation, type User } from '@anteroom/core';
import { findGroup } from '../groups/find-group.ts';
import { rolesOfGroups } from '../groups/group-tree.ts';
import { noContent, ok } from '../http/answer.ts';
import { does, gives, givesList } from '../http/answers.ts';
import { BRIEF, SEARCH } from '../http/parameters.ts';
import { flagParameter, pageOf, sliceOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { representation } from '../schemas/representations.ts';
import { createFindUser } from './find-user.ts';

export function userGroupRoutes(parts: Parts): readonly Route[] {
  const { directory, writes } = parts;
  const findUser = createFindUser(directory);

  const groupsOf = (realm: RealmSnapshot, user: User, search: string | null) =>
    user.groups
      .flatMap((id) => realm.group(id) ?? [])
      .filter((group) => search === null || group.name.toLowerCase().includes(search.toLowerCase()))
      .sort((a, b) => (a.name < b.name ? -1 : 1));

  return [
    route({
      method: 'GET',
      path: '/users/:id/groups',
      summary: 'Groups of a user',
      permission: may.viewUsers,
      parameters: { ...SEARCH, ...BRIEF },
      answers: givesList(representation.group),
      async handler(call) {
        const found = groupsOf(call.realm, await findUser(call), call.query.get('search'));
        const brief = flagParameter(call.query, 'briefRepresentation') ?? true;
        return ok(
          sliceOf(found, pageOf(call.query)).map((group) => toGroupRepresentation(call.realm, group, { brief, withoutCount: true })),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/users/:id/groups/count',
      summary: 'Number of groups of a user',
      permission: may.viewUsers,
      parameters: SEARCH,
      answers: gives(answered.count),
      async handler(call) {
        return ok({ count: groupsOf(call.realm, await findUser(call), call.query.get('search')).length });
      },
    }),
    route({
      method: 'PUT',
      path: '/users/:id/groups/:groupId',
      summary: 'Let a user join a group',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const user = await findUser(call);
        const group = findGroup(call.realm, call.params.groupId, 'Group not found');
        // A membership gives the roles of the group and of those above it.
        requireGrantable(call.admin, call.realm, rolesOfGroups(call.realm, [group.id]));
        await writes.commit(call, [{ kind: 'join-group', userId: user.id, groupId: group.id }], {
          operation: 'CREATE',
          resource: 'GROUP_MEMBERSHIP',
          path: `users/${user.id}/groups/${group.id}`,
          representation: toGroupRepresentation(call.realm, group, { brief: true, withoutCount: true }),
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/users/:id/groups/:groupId',
      summary: 'Let a user leave a group',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const user = await findUser(call);
        const group = findGroup(call.realm, call.params.groupId, 'Group not found');
        await writes.commit(call, [{ kind: 'leave-group', userId: user.id, groupId: group.id }], {
          operation: 'DELETE',
          resource: 'GROUP_MEMBERSHIP',
          path: `users/${user.id}/groups/${group.id}`,
          representation: toGroupRepresentation(call.realm, group, { brief: true, withoutCount: true }),
        });
        return noContent();
      },
    }),
  ];
}
