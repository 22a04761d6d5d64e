import {
  type Change,
  fromRequiredActionRepresentation,
  type RealmSnapshot,
  type RequiredActionConfig,
  readText,
  toRequiredActionRepresentation,
} from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives, givesList } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body, representation } from '../schemas/representations.ts';
import { requiredActionProviders } from './required-actions.ts';

export function requiredActionRoutes(parts: Parts): readonly Route[] {
  const { writes } = parts;
  const known = requiredActionProviders(parts.custom ?? {});
  const prefix = '/authentication/required-actions';

  const write = (call: Call<unknown>, changes: readonly Change[], operation: 'CREATE' | 'UPDATE' | 'DELETE', path: string) =>
    writes.commit(call, changes, { operation, resource: 'REQUIRED_ACTION', path: `authentication/${path}`, representation: call.body });

  async function move(call: Call, direction: 'raise' | 'lower') {
    const action = findAction(call.realm, call.params.alias);
    const order = sorted(call.realm);
    const neighbour = order[order.findIndex((other) => other.alias === action.alias) + (direction === 'raise' ? -1 : 1)];
    if (neighbour === undefined) return noContent();
    const changes = [
      { kind: 'put-required-action', action: { ...action, priority: neighbour.priority } },
      { kind: 'put-required-action', action: { ...neighbour, priority: action.priority } },
    ] as const;
    await write(call, changes, 'UPDATE', `required-actions/${action.alias}/${direction}-priority`);
    return noContent();
  }

  return [
    route({
      method: 'GET',
      path: prefix,
      summary: 'Required actions of the realm, in order',
      permission: may.viewRoles,
      answers: givesList(representation.requiredAction),
      handler: async ({ realm }) => ok(sorted(realm).map(toRequiredActionRepresentation)),
    }),
    route({
      method: 'GET',
      path: '/authentication/unregistered-required-actions',
      summary: 'Required actions that the realm does not have yet',
      permission: may.viewRealm,
      answers: givesList(answered.requiredActionName),
      async handler({ realm }) {
        const registered = new Set(realm.configuration.requiredActions.map((action) => action.providerId));
        const missing = [...known].filter(([providerId]) => !registered.has(providerId));
        return ok(missing.map(([providerId, name]) => ({ name, providerId })));
      },
    }),
    route({
      method: 'POST',
      path: '/authentication/register-required-action',
      summary: 'Give the realm a required action',
      permission: may.manageRealm,
      answers: does,
      request: body.anyObject,
      async handler(call) {
        const providerId = readText(call.body, 'providerId') ?? '';
        const name = known.get(providerId);
        if (name === undefined) throw notFound('Required Action Provider with given providerId not found');
        if (call.realm.configuration.requiredActions.some((action) => action.providerId === providerId)) {
          throw refused(409, 'A required action for this provider is registered already');
        }
        const priority = Math.max(0, ...call.realm.configuration.requiredActions.map((action) => action.priority)) + 1;
        const action: RequiredActionConfig = {
          alias: providerId,
          name: readText(call.body, 'name') ?? name,
          providerId,
          enabled: true,
          defaultAction: false,
          priority,
          config: {},
        };
        await write(call, [{ kind: 'put-required-action', action }], 'CREATE', `register-required-action/${action.alias}`);
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: `${prefix}/:alias`,
      summary: 'A required action',
      permission: may.viewRealm,
      answers: gives(representation.requiredAction),
      handler: async ({ realm, params }) => ok(toRequiredActionRepresentation(findAction(realm, params.alias))),
    }),
    route({
      method: 'PUT',
      path: `${prefix}/:alias`,
      summary: 'Change a required action: enabled, default, name, priority',
      permission: may.manageRealm,
      answers: does,
      request: body.requiredAction,
      async handler(call) {
        const old = findAction(call.realm, call.params.alias);
        const action = { ...fromRequiredActionRepresentation(call.body, old), alias: old.alias, providerId: old.providerId };
        await write(call, [{ kind: 'put-required-action', action }], 'UPDATE', `required-actions/${old.alias}`);
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: `${prefix}/:alias`,
      summary: 'Take a required action from the realm',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const old = findAction(call.realm, call.params.alias);
        await write(call, [{ kind: 'delete-required-action', alias: old.alias }], 'DELETE', `required-actions/${old.alias}`);
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: `${prefix}/:alias/raise-priority`,
      summary: 'Move a required action up',
      permission: may.manageRealm,
      answers: does,
      handler: (call) => move(call, 'raise'),
    }),
    route({
      method: 'POST',
      path: `${prefix}/:alias/lower-priority`,
      summary: 'Move a required action down',
      permission: may.manageRealm,
      answers: does,
      handler: (call) => move(call, 'lower'),
    }),
  ];
}

const sorted = (realm: RealmSnapshot) => [...realm.configuration.requiredActions].sort((a, b) => a.priority - b.priority);

export function findAction(realm: RealmSnapshot, alias: string | undefined): RequiredActionConfig {
  const action = realm.configuration.requiredActions.find((candidate) => candidate.alias === alias);
  if (action === undefined) throw notFound('Failed to find required action');
  return action;
}
