import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { bad } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body } from '../schemas/representations.ts';
import { createFindUser } from './find-user.ts';

/** A session of another user in the administrator's own browser. */
export function impersonationRoutes(parts: Parts): readonly Route[] {
  const { directory, writes, impersonation, sessions } = parts;
  const findUser = createFindUser(directory);
  return [
    route({
      method: 'POST',
      path: '/users/:id/impersonation',
      summary: 'Begin a session as a user',
      permission: may.impersonate,
      answers: gives(answered.impersonation),
      request: body.optionalObject,
      async handler(call) {
        const { admin, realm } = call;
        const user = await findUser(call);
        if (!user.enabled) throw bad('User is disabled');
        if (user.serviceAccountClient !== null) throw bad("Service account can't be impersonated");
        // Who could act as somebody with more rights than he has would have them.
        requireGrantable(admin, realm, realm.effectiveRoles(user));
        const sameRealm = admin.authRealm.id === realm.id;
        await writes.commit(call, [], { operation: 'ACTION', resource: 'USER', path: `users/${user.id}/impersonation` });
        // One browser holds one session of a realm, so the administrator's own gives way (Keycloak).
        if (sameRealm && admin.session !== null) await sessions.end(admin.authRealm, admin.session.sid);
        const { cookies, redirect } = await impersonation.begin(realm, user, {
          ip: call.ip,
          id: admin.user.id,
          username: admin.user.username,
          realm: admin.authRealm.name,
        });
        return { ...ok({ sameRealm, redirect }), cookies };
      },
    }),
  ];
}
