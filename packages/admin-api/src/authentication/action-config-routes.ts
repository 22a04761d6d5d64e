import { type RequiredActionConfig, readTextMap } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives } from '../http/answers.ts';
import { bad } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body, representation } from '../schemas/representations.ts';
import { ACTION_PROPERTIES } from './action-properties.ts';
import { findAction } from './required-action-routes.ts';

/** The configuration of a required action: its own age limit and what more it knows. */
export function requiredActionConfigRoutes({ writes }: Parts): readonly Route[] {
  const prefix = '/authentication/required-actions/:alias';
  const write = async (
    call: Call<unknown>,
    action: RequiredActionConfig,
    config: Readonly<Record<string, string>>,
    operation: 'UPDATE' | 'DELETE',
  ) => {
    await writes.commit(call, [{ kind: 'put-required-action', action: { ...action, config } }], {
      operation,
      resource: 'REQUIRED_ACTION_CONFIG',
      path: `authentication/required-actions/${action.alias}/config`,
      representation: call.body,
    });
    return noContent();
  };
  return [
    route({
      method: 'GET',
      path: `${prefix}/config-description`,
      summary: 'What a required action can be configured with',
      permission: may.viewRealm,
      answers: gives(answered.actionConfigDescription),
      async handler({ realm, params }) {
        const action = findAction(realm, params.alias);
        return ok({ properties: ACTION_PROPERTIES[action.providerId] ?? [] });
      },
    }),
    route({
      method: 'GET',
      path: `${prefix}/config`,
      summary: 'Configuration of a required action',
      permission: may.viewRealm,
      answers: gives(representation.requiredActionConfig),
      handler: async ({ realm, params }) => ok({ config: { ...findAction(realm, params.alias).config } }),
    }),
    route({
      method: 'PUT',
      path: `${prefix}/config`,
      summary: 'Configure a required action',
      permission: may.manageRealm,
      answers: does,
      request: body.requiredActionConfig,
      async handler(call) {
        const action = findAction(call.realm, call.params.alias);
        if ((ACTION_PROPERTIES[action.providerId] ?? []).length === 0) throw bad('Required Action is not configurable');
        return write(call, action, readTextMap(call.body, 'config') ?? {}, 'UPDATE');
      },
    }),
    route({
      method: 'DELETE',
      path: `${prefix}/config`,
      summary: 'Take the configuration of a required action away',
      permission: may.manageRealm,
      answers: does,
      handler: async (call) => write(call, findAction(call.realm, call.params.alias), {}, 'DELETE'),
    }),
  ];
}
