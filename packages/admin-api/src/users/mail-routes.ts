import { checkExecuteActions } from '@anteroom/action-tokens';
import { matchRedirectUri } from '@anteroom/core';
import type { Answer } from '../http/answer.ts';
import { noContent } from '../http/answer.ts';
import { does } from '../http/answers.ts';
import { refused } from '../http/failure.ts';
import { LIFESPAN, MAILED } from '../http/parameters.ts';
import { integerParameter } from '../http/query.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { body } from '../schemas/representations.ts';
import { createFindUser } from './find-user.ts';

/** Mailed links. The answer says that the mail is queued with its link, durably; sending it is the outbox's work. */
export function mailRoutes(parts: Parts): readonly Route[] {
  const { directory, realms, links, urls, requiredActions, writes } = parts;
  const findUser = createFindUser(directory);

  async function send(
    call: Call<unknown>,
    kind: 'execute-actions' | 'verify-email',
    actions: readonly string[],
    resourcePath: 'execute-actions-email' | 'reset-password-email' | 'send-verify-email',
  ): Promise<Answer> {
    const user = await findUser(call);
    const clientId = call.query.get('client_id') || null;
    const redirectUri = call.query.get('redirect_uri') || null;
    const asked = resourcePath === 'reset-password-email' ? undefined : integerParameter(call.query, 'lifespan');
    // Keycloak gives both kinds the lifespan of administrators' links; the deprecated call takes no other.
    const lifespanSeconds = asked ?? (kind === 'verify-email' ? call.realm.realm.actionTokenGeneratedByAdminLifespan : null);
    const refusal = await checkExecuteActions(
      { realm: call.realm, user, actions, clientId, redirectUri },
      {
        findClient: (realm, wanted) => realms.client(realm, wanted),
        isRedirectAllowed: (client, uri) => matchRedirectUri(client, uri, urls.base) !== null,
        isKnownAction: (realm, action) => requiredActions.isKnown(realm, action),
      },
    );
    if (refusal !== null) throw refused(400, refusal);
    const planned = links.plan({ realm: call.realm, user, kind, actions, clientId, redirectUri, lifespanSeconds, locale: null });
    await writes.commit(call, planned.changes, { operation: 'ACTION', resource: 'USER', path: `users/${user.id}/${resourcePath}` });
    return noContent();
  }

  return [
    route({
      method: 'PUT',
      path: '/users/:id/execute-actions-email',
      summary: 'Mail a user a link to required actions',
      permission: may.manageUsers,
      parameters: { ...MAILED, ...LIFESPAN },
      answers: does,
      request: body.actions,
      handler: (call) => send(call, 'execute-actions', call.body, 'execute-actions-email'),
    }),
    route({
      method: 'PUT',
      path: '/users/:id/reset-password-email',
      summary: 'Mail a user a link to set a new password',
      permission: may.manageUsers,
      parameters: MAILED,
      answers: does,
      handler: (call) => send(call, 'execute-actions', ['UPDATE_PASSWORD'], 'reset-password-email'),
    }),
    route({
      method: 'PUT',
      path: '/users/:id/send-verify-email',
      summary: 'Mail a user a link to verify the address',
      permission: may.manageUsers,
      parameters: { ...MAILED, ...LIFESPAN },
      answers: does,
      handler: (call) => send(call, 'verify-email', [], 'send-verify-email'),
    }),
  ];
}
