import { type JsonObject, readText, type User } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, givesList } from '../http/answers.ts';
import { bad, notFound, refused } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { type Body, body } from '../schemas/representations.ts';
import { createFindUser } from './find-user.ts';

/** Accounts of a user at identity providers, as an import or an administrator names them. */
export function federatedIdentityRoutes(parts: Parts): readonly Route[] {
  const { directory, writes } = parts;
  const findUser = createFindUser(directory);
  const prefix = '/users/:id/federated-identity';

  const write = async (call: Call<unknown>, user: User, identities: readonly Body[], operation: 'CREATE' | 'DELETE') => {
    const extra = { ...user.extra, federatedIdentities: identities } as JsonObject;
    await writes.commit(call, [{ kind: 'update-user', id: user.id, patch: { extra } }], {
      operation,
      resource: 'USER',
      path: `users/${user.id}/federated-identity/${call.params.provider}`,
      representation: call.body,
    });
    return noContent();
  };

  return [
    route({
      method: 'GET',
      path: prefix,
      summary: 'Accounts of a user at identity providers',
      permission: may.viewUsers,
      answers: givesList(answered.federatedIdentity),
      handler: async (call) => ok(identitiesOf(await findUser(call))),
    }),
    route({
      method: 'POST',
      path: `${prefix}/:provider`,
      summary: 'Link a user to an account at an identity provider',
      permission: may.manageUsers,
      answers: does,
      request: body.federatedIdentity,
      async handler(call) {
        const user = await findUser(call);
        const alias = call.params.provider ?? '';
        const [userId, userName] = [readText(call.body, 'userId'), readText(call.body, 'userName')];
        if (userId === undefined || userId === '') throw bad('User id is missing');
        const identities = identitiesOf(user);
        if (identities.some((identity) => identity.identityProvider === alias)) {
          throw refused(409, 'User is already linked with provider');
        }
        return write(
          call,
          user,
          [...identities, { identityProvider: alias, userId, ...(userName === undefined ? {} : { userName }) }],
          'CREATE',
        );
      },
    }),
    route({
      method: 'DELETE',
      path: `${prefix}/:provider`,
      summary: 'Unlink a user from an identity provider',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const user = await findUser(call);
        const identities = identitiesOf(user);
        const left = identities.filter((identity) => identity.identityProvider !== call.params.provider);
        if (left.length === identities.length) throw notFound('Link not found');
        return write(call, user, left, 'DELETE');
      },
    }),
  ];
}

const identitiesOf = (user: User): readonly Body[] => (user.extra.federatedIdentities as readonly Body[] | undefined) ?? [];
