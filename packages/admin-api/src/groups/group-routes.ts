import { type Change, fromGroupRepresentation, type Group, type RealmSnapshot, readText, toGroupRepresentation } from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, createsAndGives, does, gives, givesList } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { BRIEF, SEARCH } from '../http/parameters.ts';
import { flagParameter, pageOf, sliceOf } from '../http/query.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { type Body, body, representation } from '../schemas/representations.ts';
import { showUsers } from '../users/show-user.ts';
import { findGroup } from './find-group.ts';
import { childrenOf, groupByPath, rolesOfGroups } from './group-tree.ts';
import { searchGroups } from './search-groups.ts';
import { showGroup } from './show-group.ts';

export function groupRoutes(parts: Parts): readonly Route[] {
  const { directory, writes, ids, urls } = parts;
  const location = (realm: RealmSnapshot, id: string) => `${urls.base}/admin/realms/${encodeURIComponent(realm.name)}/groups/${id}`;

  /** A new group under a parent, or one that is there and moves under it (`id` in the body). */
  async function place(call: Call<Body>, parentId: string | null) {
    const { realm } = call;
    const existing = realm.group(readText(call.body, 'id') ?? '');
    const name = readText(call.body, 'name') ?? existing?.name ?? '';
    if (name.trim() === '') throw refused(400, 'Group name is missing');
    if (existing !== null && isBelow(realm, parentId, existing.id)) throw refused(400, 'Cannot move group to its own sub-group');
    // A group that moves brings its members: they get what the new place gives.
    if (existing !== null && parentId !== null) requireGrantable(call.admin, realm, rolesOfGroups(realm, [parentId]));
    requireFreeName(realm, parentId, name, existing?.id ?? null);
    const group: Group =
      existing === null ? fromGroupRepresentation({ ...call.body, name }, { id: ids.uuid(), parentId }) : { ...existing, parentId };
    const changes: Change[] = [{ kind: 'put-group', group }];
    await writes.commit(call, changes, {
      operation: existing === null ? 'CREATE' : 'UPDATE',
      resource: 'GROUP',
      path: parentId === null ? `groups/${group.id}` : `groups/${parentId}/children`,
      representation: call.body,
    });
    return { group, moved: existing !== null };
  }

  return [
    route({
      method: 'GET',
      path: '/groups',
      summary: 'Groups of the realm, as a tree',
      permission: may.queryGroups,
      parameters: {
        ...SEARCH,
        exact: 'The name is whole',
        populateHierarchy: 'What is found inside its parents (as without it), or by itself',
        ...BRIEF,
      },
      answers: givesList(representation.group),
      async handler({ admin, realm, query }) {
        if (!admin.may(may.viewUsers)) return ok([]);
        const brief = flagParameter(query, 'briefRepresentation') ?? true;
        const search = query.get('search');
        if (search !== null && search !== '') {
          const exact = flagParameter(query, 'exact') ?? false;
          const nested = flagParameter(query, 'populateHierarchy') ?? true;
          return ok(
            searchGroups(realm, search, { exact, nested, page: pageOf(query) }, (group, subGroups) =>
              showGroup(admin, realm, group, { brief, subGroups }),
            ),
          );
        }
        return ok(sliceOf(childrenOf(realm, null), pageOf(query)).map((group) => showGroup(admin, realm, group, { brief })));
      },
    }),
    route({
      method: 'GET',
      path: '/groups/count',
      summary: 'Number of groups',
      permission: may.queryGroups,
      parameters: { ...SEARCH, top: 'Only groups without a parent' },
      answers: gives(answered.count),
      async handler({ admin, realm, query }) {
        if (!admin.may(may.viewUsers)) return ok({ count: 0 });
        const search = query.get('search')?.toLowerCase() ?? '';
        const top = flagParameter(query, 'top') ?? false;
        const found = realm.configuration.groups.filter(
          (group) => group.name.toLowerCase().includes(search) && (!top || group.parentId === null),
        );
        return ok({ count: found.length });
      },
    }),
    route({
      method: 'POST',
      path: '/groups',
      summary: 'Create a group at the top',
      permission: may.manageUsers,
      answers: { ...creates, ...does },
      request: body.group,
      async handler(call) {
        const { group, moved } = await place(call, null);
        return moved ? noContent() : created(location(call.realm, group.id));
      },
    }),
    route({
      method: 'GET',
      path: '/groups/:id',
      summary: 'A group',
      permission: may.viewUsers,
      answers: gives(representation.group),
      async handler({ admin, realm, params }) {
        return ok(showGroup(admin, realm, findGroup(realm, params.id)));
      },
    }),
    route({
      method: 'PUT',
      path: '/groups/:id',
      summary: 'Change a group',
      permission: may.manageUsers,
      answers: does,
      request: body.group,
      async handler(call) {
        const group = findGroup(call.realm, call.params.id);
        const updated = fromGroupRepresentation(call.body, group, group);
        if (updated.name.trim() === '' || readText(call.body, 'name') === undefined) throw refused(400, 'Group name is missing');
        requireFreeName(call.realm, group.parentId, updated.name, group.id);
        await writes.commit(call, [{ kind: 'put-group', group: updated }], {
          operation: 'UPDATE',
          resource: 'GROUP',
          path: `groups/${group.id}`,
          representation: call.body,
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/groups/:id',
      summary: 'Delete a group and those below it',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const group = findGroup(call.realm, call.params.id);
        await writes.commit(call, [{ kind: 'delete-group', id: group.id }], {
          operation: 'DELETE',
          resource: 'GROUP',
          path: `groups/${group.id}`,
        });
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/groups/:id/children',
      summary: 'Groups directly below a group',
      permission: may.viewUsers,
      parameters: { ...SEARCH, ...BRIEF },
      answers: givesList(representation.group),
      async handler({ admin, realm, params, query }) {
        const group = findGroup(realm, params.id);
        const brief = flagParameter(query, 'briefRepresentation') ?? false;
        const search = query.get('search')?.toLowerCase() ?? '';
        const children = childrenOf(realm, group.id).filter((child) => child.name.toLowerCase().includes(search));
        return ok(sliceOf(children, pageOf(query)).map((child) => showGroup(admin, realm, child, { brief })));
      },
    }),
    route({
      method: 'POST',
      path: '/groups/:id/children',
      summary: 'Create a group below a group, or move one there',
      permission: may.manageUsers,
      answers: { ...createsAndGives(representation.group), ...does },
      request: body.group,
      async handler(call) {
        const parent = findGroup(call.realm, call.params.id);
        const { group, moved } = await place(call, parent.id);
        if (moved) return noContent();
        const path = `${call.realm.groupPath(parent.id)}/${group.name}`;
        return created(location(call.realm, group.id), { ...showGroup(call.admin, call.realm, group, { withoutCount: true }), path });
      },
    }),
    route({
      method: 'GET',
      path: '/groups/:id/members',
      summary: 'Members of a group',
      permission: may.viewUsers,
      parameters: BRIEF,
      answers: givesList(representation.user),
      async handler({ realm, params, query }) {
        const group = findGroup(realm, params.id);
        const brief = flagParameter(query, 'briefRepresentation') ?? false;
        const members = await directory.users.search(realm.id, { groupId: group.id, includeServiceAccounts: true, ...pageOf(query, 100) });
        return ok(await showUsers(directory, realm, members, { brief }));
      },
    }),
    route({
      method: 'GET',
      path: '/group-by-path/*path',
      summary: 'A group by its path',
      permission: may.viewUsers,
      answers: gives(representation.group),
      async handler({ realm, params }) {
        const group = groupByPath(realm, params.path ?? '');
        if (group === null) throw notFound('Group path does not exist');
        return ok(toGroupRepresentation(realm, group));
      },
    }),
  ];
}

function requireFreeName(realm: RealmSnapshot, parentId: string | null, name: string, self: string | null): void {
  const taken = childrenOf(realm, parentId).some((group) => group.name === name && group.id !== self);
  if (!taken) return;
  throw refused(
    409,
    parentId === null ? `Top level group named '${name}' already exists.` : `Sibling group named '${name}' already exists.`,
  );
}

/** True when `candidate` is the group itself or somewhere below it: moving there would make a circle. */
function isBelow(realm: RealmSnapshot, candidate: string | null, groupId: string): boolean {
  for (let id = candidate; id !== null; id = realm.group(id)?.parentId ?? null) if (id === groupId) return true;
  return false;
}
