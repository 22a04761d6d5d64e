import { does, gives } from '../http/answers.ts';
import { AdminFailure } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import { answered } from '../schemas/answered.ts';
import { body } from '../schemas/representations.ts';
import { may } from './permission.ts';

const PATHS = [
  '/users-management-permissions',
  '/clients/:client/management/permissions',
  '/groups/:id/management/permissions',
  '/roles-by-id/:roleId/management/permissions',
  '/identity-provider/instances/:alias/management/permissions',
];

/** Permissions of one's own for single things: not here, and said as a Keycloak says it that has the feature switched off. */
export function fineGrainedRoutes(): readonly Route[] {
  const off = async () => {
    throw new AdminFailure(501, {
      error: 'Feature not enabled',
      error_description: 'For more on this error consult the server log.',
    });
  };
  return PATHS.flatMap((path) => [
    route({
      method: 'GET',
      path,
      summary: 'Whether fine-grained permissions are on; they never are',
      permission: may.viewRealm,
      answers: gives(answered.anyObject),
      handler: off,
    }),
    route({
      method: 'PUT',
      path,
      summary: 'Switch fine-grained permissions on; refused',
      permission: may.manageRealm,
      answers: does,
      request: body.anyObject,
      handler: off,
    }),
  ]);
}
