import { noContent, ok } from '../http/answer.ts';
import { does, gives } from '../http/answers.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';

/** What an account without failures looks like; also one that is not there (nothing says whether it is). */
const NOTHING = {
  failedLoginNotBefore: 0,
  numFailures: 0,
  numTemporaryLockouts: 0,
  disabled: false,
  numSecondaryAuthFailures: 0,
  lastIPFailure: 'n/a',
  lastFailure: 0,
};

export function attackDetectionRoutes(parts: Parts): readonly Route[] {
  const { failures, writes } = parts;
  return [
    route({
      method: 'GET',
      path: '/attack-detection/brute-force/users/:user',
      summary: 'Failed logins of a user and whether they lock it out',
      permission: may.viewUsers,
      answers: gives(answered.bruteForceStatus),
      async handler({ realm, params }) {
        const record = realm.realm.bruteForceProtected ? await failures.get(realm, params.user ?? '') : null;
        if (record === null) return ok(NOTHING);
        return ok({
          failedLoginNotBefore: Math.floor(record.lockedUntil / 1000),
          numFailures: record.failures,
          numTemporaryLockouts: record.temporaryLockouts,
          disabled: failures.isLocked(realm, record),
          numSecondaryAuthFailures: record.secondary,
          lastIPFailure: record.lastIp === '' ? 'n/a' : record.lastIp,
          lastFailure: record.lastFailure,
        });
      },
    }),
    route({
      method: 'DELETE',
      path: '/attack-detection/brute-force/users/:user',
      summary: 'Forget the failed logins of a user',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        const id = call.params.user ?? '';
        await failures.clear(call.realm, id);
        await writes.commit(call, [], {
          operation: 'DELETE',
          resource: 'USER_LOGIN_FAILURE',
          path: `attack-detection/brute-force/users/${id}`,
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/attack-detection/brute-force/users',
      summary: 'Forget the failed logins of all users',
      permission: may.manageUsers,
      answers: does,
      async handler(call) {
        await failures.clearAll(call.realm);
        await writes.commit(call, [], { operation: 'DELETE', resource: 'USER_LOGIN_FAILURE', path: 'attack-detection/brute-force/users' });
        return noContent();
      },
    }),
  ];
}
