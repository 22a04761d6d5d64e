import { type Component, USER_PROFILE_PROVIDER } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { refused } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body } from '../schemas/representations.ts';
import { createFindUser } from '../users/find-user.ts';
import { profileMetadata } from './metadata.ts';
import { PROFILE_CONFIG, type ProfileAttribute, profileComponent, profileOf, ROOT_ATTRIBUTES } from './profile.ts';
import { validators } from './validators.ts';

export function profileRoutes(parts: Parts): readonly Route[] {
  const { directory, writes, ids } = parts;
  const findUser = createFindUser(directory);
  return [
    route({
      method: 'GET',
      path: '/users/profile',
      summary: 'Profile that users of the realm have',
      permission: may.viewRoles,
      answers: gives(answered.profile),
      handler: async ({ realm }) => ok(profileOf(realm)),
    }),
    route({
      method: 'GET',
      path: '/users/profile/metadata',
      summary: 'Profile that users of the realm have, as a form would show it',
      permission: may.viewRoles,
      answers: gives(answered.profileMetadata),
      handler: async ({ realm }) => ok(profileMetadata(profileOf(realm), realm.realm.editUsernameAllowed)),
    }),
    route({
      method: 'GET',
      path: '/users/:id/unmanagedAttributes',
      summary: 'Attributes of a user that the profile does not know',
      permission: may.viewUsers,
      answers: gives(answered.attributes),
      async handler(call) {
        const user = await findUser(call);
        const profile = profileOf(call.realm);
        // Where the realm keeps none, none are told.
        if (profile.unmanagedAttributePolicy === undefined) return ok({});
        const managed = new Set(profile.attributes.map((attribute) => attribute.name));
        return ok(Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !managed.has(name))));
      },
    }),
    route({
      method: 'PUT',
      path: '/users/profile',
      summary: 'Replace the profile that users of the realm have',
      permission: may.manageRealm,
      answers: gives(answered.profile),
      request: body.anyObject,
      async handler(call) {
        const attributes = Array.isArray(call.body.attributes) ? (call.body.attributes as readonly ProfileAttribute[]) : [];
        checkProfile(attributes);
        const old = profileComponent(call.realm);
        const config = { ...old?.config, [PROFILE_CONFIG]: [JSON.stringify(call.body)] };
        const component: Component = old === null ? newComponent(ids.uuid(), call.realm.id, config) : { ...old, config };
        await writes.commit(call, [{ kind: 'put-component', component }], {
          operation: 'UPDATE',
          resource: 'USER_PROFILE',
          path: 'users/profile',
          representation: call.body,
        });
        return ok(call.body);
      },
    }),
  ];
}

const newComponent = (id: string, realmId: string, config: Component['config']): Component => ({
  id,
  name: '',
  providerId: 'declarative-user-profile',
  providerType: USER_PROFILE_PROVIDER,
  parentId: realmId,
  config,
});

/** A profile without username or address, or with a rule nobody knows, would lock people out silently. */
function checkProfile(attributes: readonly ProfileAttribute[]): void {
  const names = attributes.map((attribute) => attribute?.name);
  for (const root of ['username', 'email']) {
    if (!names.includes(root)) throw refused(400, `The attribute '${root}' can not be removed`);
  }
  for (const name of names) {
    if (typeof name !== 'string' || name === '') throw refused(400, 'Attribute configuration without name is not allowed');
    if (!ROOT_ATTRIBUTES.has(name) && !/^[a-zA-Z0-9\-._]+$/.test(name)) throw refused(400, `Invalid attribute name '${name}'`);
  }
  if (new Set(names).size !== names.length) throw refused(400, 'Duplicate attribute configuration');
  for (const attribute of attributes) {
    for (const [validator, config] of Object.entries(attribute.validations ?? {})) {
      if (!(validator in validators) && validator !== 'multivalued')
        throw refused(400, `Validator '${validator}' defined for attribute '${attribute.name}' doesn't exist`);
      if (validator === 'pattern' && !isPattern(config?.pattern)) throw refused(400, `Invalid pattern for attribute '${attribute.name}'`);
    }
  }
}

function isPattern(pattern: unknown): boolean {
  try {
    return typeof pattern === 'string' && new RegExp(pattern, 'u') !== null;
  } catch {
    return false;
  }
}
