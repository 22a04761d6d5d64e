import {
  clientPoliciesOf,
  clientPoliciesSchema,
  clientProfilesOf,
  clientProfilesSchema,
  GLOBAL_CLIENT_PROFILES,
  KNOWN_CONDITIONS,
  KNOWN_EXECUTORS,
} from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives } from '../http/answers.ts';
import { refused } from '../http/failure.ts';
import { flagParameter } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';

/** Keycloak's client profiles and policies: kept with the realm, enforced where a client is registered, changed, or asks for something. */
export function clientPolicyRoutes({ writes }: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/client-policies/profiles',
      summary: 'Client profiles of the realm',
      permission: may.viewRealm,
      parameters: { 'include-global-profiles': 'With the ones that every realm has' },
      answers: gives(answered.clientProfiles),
      handler: async ({ realm, query }) =>
        ok({
          profiles: clientProfilesOf(realm.realm),
          ...(flagParameter(query, 'include-global-profiles') === true ? { globalProfiles: GLOBAL_CLIENT_PROFILES } : {}),
        }),
    }),
    route({
      method: 'PUT',
      path: '/client-policies/profiles',
      summary: 'Replace the client profiles of the realm',
      permission: may.manageRealm,
      answers: does,
      request: ['ClientProfilesRepresentation', clientProfilesSchema],
      async handler(call) {
        const { profiles } = call.body;
        const global = new Set(GLOBAL_CLIENT_PROFILES.map(({ name }) => name));
        requireDistinct(profiles, 'profile');
        for (const { name, executors } of profiles) {
          if (global.has(name)) throw refused(400, `proposed client profile name duplicated in global profiles: ${name}`);
          for (const { executor } of executors)
            if (!KNOWN_EXECUTORS.has(executor)) throw refused(400, `proposed executor is not supported: ${executor}`);
        }
        // What a policy names must stay.
        const known = new Set([...global, ...profiles.map(({ name }) => name)]);
        for (const policy of clientPoliciesOf(call.realm.realm)) requireProfiles(policy, known);
        await writes.commit(call, [{ kind: 'put-realm', realm: { ...call.realm.realm, clientProfiles: { profiles } } }], {
          operation: 'UPDATE',
          resource: 'CLIENT_POLICIES_PROFILES',
          path: 'client-policies/profiles',
          representation: call.body,
        });
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/client-policies/policies',
      summary: 'Client policies of the realm',
      permission: may.viewRealm,
      parameters: { 'include-global-policies': 'With the ones that every realm has' },
      answers: gives(answered.clientPolicies),
      handler: async ({ realm, query }) =>
        ok({
          policies: clientPoliciesOf(realm.realm),
          ...(flagParameter(query, 'include-global-policies') === true ? { globalPolicies: [] } : {}),
        }),
    }),
    route({
      method: 'PUT',
      path: '/client-policies/policies',
      summary: 'Replace the client policies of the realm',
      permission: may.manageRealm,
      answers: does,
      request: ['ClientPoliciesRepresentation', clientPoliciesSchema],
      async handler(call) {
        const { policies } = call.body;
        const known = new Set([...GLOBAL_CLIENT_PROFILES, ...clientProfilesOf(call.realm.realm)].map(({ name }) => name));
        requireDistinct(policies, 'policy');
        for (const policy of policies) {
          requireProfiles(policy, known);
          for (const { condition } of policy.conditions)
            if (!KNOWN_CONDITIONS.has(condition)) throw refused(400, `proposed condition is not supported: ${condition}`);
        }
        await writes.commit(call, [{ kind: 'put-realm', realm: { ...call.realm.realm, clientPolicies: { policies } } }], {
          operation: 'UPDATE',
          resource: 'CLIENT_POLICIES_POLICIES',
          path: 'client-policies/policies',
          representation: call.body,
        });
        return noContent();
      },
    }),
  ];
}

function requireDistinct(named: readonly { readonly name: string }[], what: string): void {
  if (new Set(named.map(({ name }) => name)).size !== named.length) throw refused(400, `proposed client ${what} name duplicated.`);
}

function requireProfiles({ name, profiles }: { readonly name: string; readonly profiles: readonly string[] }, known: ReadonlySet<string>) {
  const missing = profiles.find((profile) => !known.has(profile));
  if (missing !== undefined) throw refused(400, `client policy ${name} names a profile that does not exist: ${missing}`);
}
