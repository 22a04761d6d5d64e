import { type RealmSnapshot, readObjects, readText } from '@anteroom/core';
import { rolesOfGroups } from '../groups/group-tree.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { BRIEF, USERS } from '../http/parameters.ts';
import { attributesParameter, flagParameter } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body, representation } from '../schemas/representations.ts';
import { profileMetadata } from '../user-profile/metadata.ts';
import { profileOf, shownAttributes } from '../user-profile/profile.ts';
import { planCredentials, planUser } from './create-user.ts';
import { endSessionsOf } from './end-sessions.ts';
import { createFindUser } from './find-user.ts';
import { formerAddressNotice } from './former-address-notice.ts';
import { showUser, showUsers, userAccess } from './show-user.ts';
import { requireUnique } from './unique-user.ts';
import { planUserUpdate } from './update-user.ts';
import { userQuery } from './user-query.ts';

const DEFAULT_PAGE = 100;

/** Whether a filter names an attribute that administrators are not shown: what is found would tell its value. */
function asksForHidden(realm: RealmSnapshot, query: URLSearchParams): boolean {
  const asked = attributesParameter(query) ?? {};
  return Object.keys(shownAttributes(profileOf(realm), asked)).length < Object.keys(asked).length;
}

export function userRoutes(parts: Parts): readonly Route[] {
  const { directory, writes, urls, sessions, failures, clock } = parts;
  const findUser = createFindUser(directory);
  return [
    route({
      method: 'GET',
      path: '/users',
      summary: 'Users of the realm',
      permission: may.queryUsers,
      parameters: { ...USERS, ...BRIEF },
      answers: givesList(representation.user),
      async handler({ admin, realm, query }) {
        // Who may only query has no user of his own to see (Keycloak: fine-grained permissions would add some).
        if (!admin.may(may.viewUsers)) return ok([]);
        if (asksForHidden(realm, query)) return ok([]);
        const byId = /^id:\s*(.+)$/.exec(query.get('search') ?? '')?.[1];
        const found =
          byId === undefined
            ? await directory.users.search(realm.id, userQuery(query, DEFAULT_PAGE))
            : (await Promise.all(byId.split(/\s+/).map((id) => directory.users.get(realm.id, id)))).filter((user) => user !== null);
        const brief = flagParameter(query, 'briefRepresentation') ?? false;
        return ok(await showUsers(directory, realm, found, { brief, access: { manage: admin.may(may.manageUsers) } }));
      },
    }),
    route({
      method: 'GET',
      path: '/users/count',
      summary: 'Number of users',
      permission: may.queryUsers,
      parameters: USERS,
      answers: gives(answered.number),
      async handler({ admin, realm, query }) {
        if (!admin.may(may.viewUsers) || asksForHidden(realm, query)) return ok(0);
        const { first: _, max: __, ...filters } = userQuery(query);
        return ok(await directory.users.count(realm.id, filters));
      },
    }),
    route({
      method: 'POST',
      path: '/users',
      summary: 'Create a user',
      permission: may.manageUsers,
      answers: creates,
      request: body.user,
      async handler(call) {
        const { realm } = call;
        const email = readText(call.body, 'email')?.toLowerCase();
        const username = realm.realm.registrationEmailAsUsername && email ? email : readText(call.body, 'username')?.toLowerCase();
        await requireUnique(directory, realm, { username, email: email || null }, null);
        const { user, changes } = await planUser(realm, call.body, parts);
        // Groups that a body names give their roles; those of the realm were chosen by whoever made them default.
        const joined = user.groups.filter((id) => !realm.realm.defaultGroups.includes(id));
        requireGrantable(call.admin, realm, rolesOfGroups(realm, joined));
        await writes.commit(call, changes, { operation: 'CREATE', resource: 'USER', path: `users/${user.id}`, representation: call.body });
        return created(`${urls.base}/admin/realms/${encodeURIComponent(realm.name)}/users/${user.id}`);
      },
    }),
    route({
      method: 'GET',
      path: '/users/:id',
      summary: 'A user',
      permission: may.viewUsers,
      parameters: { userProfileMetadata: 'With what the realm says of each attribute' },
      answers: gives(representation.user),
      async handler(call) {
        const user = await findUser(call);
        const credentials = await directory.credentials.list(call.realm.id, user.id);
        const shown = showUser(call.realm, user, { credentials, access: userAccess(call.admin) });
        if (flagParameter(call.query, 'userProfileMetadata') !== true) return ok(shown);
        return ok({ ...shown, userProfileMetadata: profileMetadata(profileOf(call.realm), call.realm.realm.editUsernameAllowed) });
      },
    }),
    route({
      method: 'PUT',
      path: '/users/:id',
      summary: 'Change a user',
      permission: may.manageUsers,
      answers: does,
      request: body.user,
      async handler(call) {
        const user = await findUser(call);
        const update = planUserUpdate(call.realm, user, call.body, clock, call.guarded);
        await requireUnique(directory, call.realm, update.patch, user);
        const given = readObjects(call.body, 'credentials') ?? [];
        const existing = given.length === 0 ? [] : await directory.credentials.list(call.realm.id, user.id);
        const credentials = await planCredentials(call.realm, update.after, given, existing, parts);
        const notice = formerAddressNotice(call.realm, user, update.after, parts);
        await writes.commit(call, [...update.changes, ...credentials, ...notice], {
          operation: 'UPDATE',
          resource: 'USER',
          path: `users/${user.id}`,
          representation: call.body,
        });
        if (update.disables) await endSessionsOf(sessions, call.realm, user.id);
        if (update.enables) await failures.clear(call.realm, user.id);
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/users/:id',
      summary: 'Delete a user',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const user = await findUser(call);
        await writes.commit(call, [{ kind: 'delete-user', id: user.id }], {
          operation: 'DELETE',
          resource: 'USER',
          path: `users/${user.id}`,
        });
        await endSessionsOf(sessions, call.realm, user.id);
        await failures.clear(call.realm, user.id);
        return noContent();
      },
    }),
  ];
}
