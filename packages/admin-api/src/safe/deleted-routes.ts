import { type DeletedKind, isAnteroomError, planRestore } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does } from '../http/answers.ts';
import { httpFailure, notFound, refused } from '../http/failure.ts';
import { pageOf } from '../http/query.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireAllowedChanges } from '../permissions/allowed-changes.ts';
import { may } from '../permissions/permission.ts';
import { createAdministratorNames } from './administrator-names.ts';
import { freshRealm } from './fresh-realm.ts';
import { deletedRepresentation } from './representations.ts';

const KINDS: readonly string[] = ['user', 'client', 'role', 'group'];
const RESOURCES: Readonly<Record<DeletedKind, string>> = { user: 'USER', client: 'CLIENT', role: 'REALM_ROLE', group: 'GROUP' };

/** Users, clients, roles and groups that were deleted: for as long as the realm keeps them, they can come back. */
export function deletedRoutes(parts: Parts): readonly Route[] {
  const { directory, writes, clock } = parts;

  async function find({ realm, params }: Call<unknown>) {
    const kind = kindOf(params.kind ?? null);
    const found = kind === undefined ? null : await directory.deleted.get(realm.id, kind, params.id ?? '');
    if (found === null || found.until <= clock.now()) throw notFound('Nothing deleted of this id is kept');
    return found;
  }

  return [
    route({
      method: 'GET',
      path: '/deleted',
      scope: 'anteroom',
      permission: may.viewRealm,
      summary: 'What was deleted and can be restored, latest first. Users are listed for who may view users',
      parameters: { kind: 'user, client, role or group', search: 'Part of the name', first: 'To skip; 0', max: 'To give; 100' },
      response: deletedRepresentation,
      async handler({ admin, realm, query }) {
        const kind = kindOf(query.get('kind'));
        const search = query.get('search');
        const found = await directory.deleted.search(realm.id, {
          ...(kind === undefined ? {} : { kind }),
          ...(search ? { search } : {}),
          at: clock.now(),
          ...pageOf(query, 100),
        });
        const administratorName = createAdministratorNames(directory);
        const visible = found.filter((thing) => thing.kind !== 'user' || admin.may(may.viewUsers));
        return ok({
          deleted: await Promise.all(
            visible.map(async ({ kind: shown, id, name, deletedAt, until, byRealmId, byUserId }) => ({
              ...{ kind: shown, id, name, deletedAt: deletedAt.toISOString(), until: until.toISOString() },
              by: { realmId: byRealmId, userId: byUserId, username: await administratorName(byRealmId, byUserId) },
            })),
          ),
        });
      },
    }),
    route({
      method: 'POST',
      path: '/deleted/:kind/:id/restore',
      scope: 'anteroom',
      permission: may.viewRealm,
      summary: 'Brings it back under its id, with what was its own. Needs what making it anew would need',
      answers: does,
      async handler(call) {
        const thing = await find(call);
        const realm = await freshRealm(directory, call.realm.id);
        const changes = await planRestore(realm, thing.content, parts);
        requireAllowedChanges(call.admin, realm, changes);
        try {
          const guard = thing.kind === 'user' ? [] : [{ kind: 'require-version', version: realm.version } as const];
          await writes.commit(call, [...guard, { kind: 'forget-deleted', thing: thing.kind, id: thing.id }, ...changes], {
            operation: 'CREATE',
            resource: RESOURCES[thing.kind],
            path: `${thing.kind}s/${thing.id}`,
          });
        } catch (error) {
          if (isAnteroomError(error, 'already_exists')) throw refused(409, `There is another ${thing.kind} with the name of ${thing.name}`);
          throw error;
        }
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/deleted/:kind/:id',
      scope: 'anteroom',
      permission: may.manageRealm,
      summary: 'Deletes it for good',
      answers: does,
      async handler(call) {
        const { kind, id } = await find(call);
        if (kind === 'user' && !call.admin.may(may.manageUsers)) throw httpFailure(403);
        await writes.commit(call, [{ kind: 'forget-deleted', thing: kind, id }], {
          operation: 'DELETE',
          resource: RESOURCES[kind],
          path: `deleted/${kind}s/${id}`,
        });
        return noContent();
      },
    }),
  ];
}

function kindOf(text: string | null): DeletedKind | undefined {
  return text !== null && KINDS.includes(text) ? (text as DeletedKind) : undefined;
}
