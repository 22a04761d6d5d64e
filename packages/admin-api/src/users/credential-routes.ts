import { type Change, type Credential, toCredentialRepresentation, type User } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives, givesList } from '../http/answers.ts';
import { notFound } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { representation } from '../schemas/representations.ts';
import { createFindUser } from './find-user.ts';

/** Older passwords are kept for the policy alone and are nobody's credential. */
const isShown = (credential: Credential) => credential.type !== 'password-history';

export function credentialRoutes(parts: Parts): readonly Route[] {
  const { directory, writes } = parts;
  const findUser = createFindUser(directory);

  async function shownOf(
    call: Pick<Call<unknown>, 'realm' | 'params'>,
  ): Promise<{ readonly user: User; readonly all: readonly Credential[] }> {
    const user = await findUser(call);
    return { user, all: (await directory.credentials.list(call.realm.id, user.id)).filter(isShown) };
  }

  async function one(call: Pick<Call<unknown>, 'realm' | 'params'>) {
    const { user, all } = await shownOf(call);
    const credential = all.find((candidate) => candidate.id === call.params.credentialId);
    if (credential === undefined) throw notFound('Credential not found');
    return { user, all, credential };
  }

  async function move(call: Call, afterId: string | null) {
    const { user, all, credential } = await one(call);
    const others = all.filter((candidate) => candidate.id !== credential.id);
    const at = afterId === null ? 0 : others.findIndex((candidate) => candidate.id === afterId) + 1;
    if (afterId !== null && at === 0) throw notFound('Credential not found');
    const ordered = [...others.slice(0, at), credential, ...others.slice(at)];
    const changes = ordered.map((item, index): Change => ({ kind: 'put-credential', credential: { ...item, priority: (index + 1) * 10 } }));
    await writes.commit(call, changes, {
      operation: 'ACTION',
      resource: 'USER',
      path: `users/${user.id}/credentials/${credential.id}/move`,
    });
    return noContent();
  }

  return [
    route({
      method: 'GET',
      path: '/users/:id/credentials',
      summary: 'Credentials of a user, without their secrets',
      permission: may.viewUsers,
      answers: givesList(representation.credential),
      async handler(call) {
        return ok((await shownOf(call)).all.map((credential) => toCredentialRepresentation(credential)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/users/:id/credentials/:credentialId',
      summary: 'Delete a credential of a user',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const { user, credential } = await one(call);
        // A mailed link was made for the credentials of its time.
        const changes: Change[] = [
          { kind: 'delete-credential', userId: user.id, id: credential.id },
          { kind: 'raise-credential-version', userId: user.id },
        ];
        await writes.commit(call, changes, {
          operation: 'ACTION',
          resource: 'USER',
          path: `users/${user.id}/credentials/${credential.id}`,
        });
        return noContent();
      },
    }),
    route({
      method: 'PUT',
      path: '/users/:id/credentials/:credentialId/userLabel',
      summary: 'Name a credential of a user',
      permission: may.manageUsers,
      answers: does,
      consumes: 'text',
      async handler(call) {
        const { user, credential } = await one(call);
        const label = String(call.body ?? '').slice(0, 255);
        await writes.commit(call, [{ kind: 'put-credential', credential: { ...credential, userLabel: label } }], {
          operation: 'UPDATE',
          resource: 'USER',
          path: `users/${user.id}/credentials/${credential.id}/userLabel`,
        });
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/users/:id/credentials/:credentialId/moveToFirst',
      summary: 'Make a credential of a user the first that is asked for',
      permission: may.manageUsers,
      answers: does,
      handler: (call) => move(call, null),
    }),
    route({
      method: 'POST',
      path: '/users/:id/credentials/:credentialId/moveAfter/:newPreviousCredentialId',
      summary: 'Move a credential of a user behind another',
      permission: may.manageUsers,
      answers: does,
      handler: (call) => move(call, call.params.newPreviousCredentialId ?? ''),
    }),
    route({
      method: 'PUT',
      path: '/users/:id/disable-credential-types',
      summary: 'Delete all credentials of some kinds from a user',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        await findUser(call);
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/users/:id/configured-user-storage-credential-types',
      summary: 'Kinds of credentials that a user has in an external store; none',
      permission: may.viewUsers,
      answers: gives(answered.names),
      async handler(call) {
        // Credentials of other user stores: there are none.
        await findUser(call);
        return ok([]);
      },
    }),
  ];
}
