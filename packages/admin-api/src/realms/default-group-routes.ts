import type { Realm } from '@anteroom/core';
import { toGroupRepresentation } from '@anteroom/core';
import { findGroup } from '../groups/find-group.ts';
import { rolesOfGroups } from '../groups/group-tree.ts';
import { noContent, ok } from '../http/answer.ts';
import { does, givesList } from '../http/answers.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may } from '../permissions/permission.ts';
import { representation } from '../schemas/representations.ts';

/** Groups that every new user joins. */
export function defaultGroupRoutes(parts: Parts): readonly Route[] {
  const write = async (call: Call, defaultGroups: readonly string[], operation: 'CREATE' | 'DELETE') => {
    const realm: Realm = { ...call.realm.realm, defaultGroups };
    await parts.writes.commit(call, [{ kind: 'put-realm', realm }], {
      operation,
      resource: 'GROUP',
      path: `default-groups/${call.params.id}`,
    });
    return noContent();
  };
  return [
    route({
      method: 'GET',
      path: '/default-groups',
      summary: 'Groups that new users join',
      permission: may.viewRealm,
      answers: givesList(representation.group),
      async handler({ realm }) {
        const groups = realm.realm.defaultGroups.flatMap((id) => realm.group(id) ?? []);
        return ok(groups.map((group) => toGroupRepresentation(realm, group, { brief: true, withoutCount: true })));
      },
    }),
    route({
      method: 'PUT',
      path: '/default-groups/:id',
      summary: 'Let new users join a group',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const group = findGroup(call.realm, call.params.id, 'Group not found');
        // What the group gives, every new user gets.
        requireGrantable(call.admin, call.realm, rolesOfGroups(call.realm, [group.id]));
        return write(call, [...new Set([...call.realm.realm.defaultGroups, group.id])], 'CREATE');
      },
    }),
    route({
      method: 'DELETE',
      path: '/default-groups/:id',
      summary: 'Let new users join a group no longer',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const group = findGroup(call.realm, call.params.id, 'Group not found');
        return write(
          call,
          call.realm.realm.defaultGroups.filter((id) => id !== group.id),
          'DELETE',
        );
      },
    }),
  ];
}
