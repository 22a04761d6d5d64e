import { readFlag, readText } from '@anteroom/core';
import { noContent } from '../http/answer.ts';
import { does } from '../http/answers.ts';
import { bad } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { body } from '../schemas/representations.ts';
import { endSessionsOf } from './end-sessions.ts';
import { createFindUser } from './find-user.ts';

export function passwordRoutes(parts: Parts): readonly Route[] {
  const { directory, passwords, sessions, writes } = parts;
  const findUser = createFindUser(directory);
  return [
    route({
      method: 'PUT',
      path: '/users/:id/reset-password',
      summary: 'Set the password of a user',
      permission: may.manageUsers,
      answers: does,
      request: body.credential,
      async handler(call) {
        const user = await findUser(call);
        const password = readText(call.body, 'value');
        if (password === undefined) throw bad('No password provided');
        if (password === '') throw bad('Empty password not allowed');
        const realm = call.realm.realm;
        const credentials = await directory.credentials.list(realm.id, user.id);
        const violation = await passwords.violation({ realm, username: user.username, email: user.email, credentials, password });
        if (violation !== null) throw bad(violation.key, violation.text);
        const temporary = readFlag(call.body, 'temporary') ?? false;
        // Whoever knew the old password is out: sessions begun before are refused from the moment this unit is through.
        const changes = await passwords.planSet({ realm, user, credentials, password, temporary, sessions: 'end' });
        await writes.commit(call, changes, { operation: 'ACTION', resource: 'USER', path: `users/${user.id}/reset-password` });
        await endSessionsOf(sessions, call.realm, user.id);
        return noContent();
      },
    }),
  ];
}
