import type { Client, ClientScope, RealmSnapshot, Role } from '@anteroom/core';
import { toRoleRepresentation } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives, givesList } from '../http/answers.ts';
import { httpFailure, notFound } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { rolesOfClient, rolesOfRealm, seesRealmRoles } from '../roles/role-names.ts';
import { answered } from '../schemas/answered.ts';
import { representation } from '../schemas/representations.ts';
import { createFindClient } from './find-client.ts';

const SCOPE = { scope: 'Scopes that would be asked for, with a blank between them' };

/** What a client would get: which mappers and roles apply for a `scope`, and tokens as an example for a user. Nothing is issued or stored. */
export function evaluationRoutes(parts: Parts): readonly Route[] {
  const { directory, realms, tokenPreviews } = parts;
  const findClient = createFindClient(realms);
  const prefix = '/clients/:client/evaluate-scopes';

  const example = (path: string, kind: 'accessToken' | 'idToken' | 'userinfo') =>
    route({
      method: 'GET',
      path: `${prefix}/${path}`,
      summary: "An example of what a user's token for a client says; no token is issued",
      permission: may.viewClients,
      answers: gives(answered.anyObject),
      parameters: { ...SCOPE, userId: 'Id of the user', ...(kind === 'accessToken' ? { audience: 'Client that would be asked for' } : {}) },
      async handler(call) {
        // Claims say what a user is like, so they are for who may see users.
        if (!call.admin.may(may.viewUsers)) throw httpFailure(403);
        const client = await findClient(call);
        const userId = call.query.get('userId') ?? '';
        if (userId === '') throw notFound('No userId provided');
        const user = await directory.users.get(call.realm.id, userId);
        if (user === null) throw notFound('No user found');
        const audience = call.query.getAll('audience').filter((name) => name !== '');
        const scope = call.query.get('scope') ?? '';
        return ok(await tokenPreviews[kind]({ realm: call.realm, client, user, scope, audience }));
      },
    });

  const roles = (granted: boolean) =>
    route({
      method: 'GET',
      path: `${prefix}/scope-mappings/:container/${granted ? 'granted' : 'not-granted'}`,
      summary: 'Roles that a client may or may not put into a token',
      permission: may.viewClients,
      answers: givesList(representation.role),
      parameters: SCOPE,
      async handler(call) {
        const client = await findClient(call);
        if (call.params.container === call.realm.name && !seesRealmRoles(call.admin)) return ok([]);
        const inScope = rolesInScope(call.realm, client, scopesOf(call.realm, client, call.query.get('scope') ?? ''));
        return ok(
          rolesOfContainer(call)
            .filter((role) => (inScope === null || inScope.has(role.id)) === granted)
            .map((role) => toRoleRepresentation(role, { brief: true })),
        );
      },
    });

  return [
    route({
      method: 'GET',
      path: `${prefix}/protocol-mappers`,
      summary: "Mappers that make a client's tokens for a scope",
      permission: may.viewClients,
      answers: givesList(answered.mapperInEffect),
      parameters: SCOPE,
      async handler(call) {
        const client = await findClient(call);
        const containers = [
          ...scopesOf(call.realm, client, call.query.get('scope') ?? '').map((scope) => ({ ...scope, type: 'client-scope' })),
          { id: client.id, name: client.name ?? '', protocolMappers: client.protocolMappers, type: 'client' },
        ];
        return ok(
          containers.flatMap(({ id, name, type, protocolMappers }) =>
            protocolMappers.map((mapper) => ({
              mapperId: mapper.id,
              mapperName: mapper.name,
              containerId: id,
              containerName: name,
              containerType: type,
              protocolMapper: mapper.protocolMapper,
            })),
          ),
        );
      },
    }),
    roles(true),
    roles(false),
    example('generate-example-access-token', 'accessToken'),
    example('generate-example-id-token', 'idToken'),
    example('generate-example-userinfo', 'userinfo'),
  ];
}

/** The realm by name, or a client by id. */
function rolesOfContainer({ realm, params }: Pick<Call<unknown>, 'realm' | 'params'>): readonly Role[] {
  const container = params.container ?? '';
  if (container === realm.name) return rolesOfRealm(realm);
  if (realm.clientId(container) === null) throw notFound('Role Container not found');
  return rolesOfClient(realm, container);
}

/** Scopes of the client's protocol that apply when these are asked for: the default ones, and the optional ones that are named. */
function scopesOf(realm: RealmSnapshot, client: Client, asked: string): readonly ClientScope[] {
  const names = asked.split(' ');
  return [...client.defaultClientScopes, ...client.optionalClientScopes.filter((name) => names.includes(name))].flatMap((name) => {
    const scope = realm.scope(name);
    return scope === null || scope.protocol !== client.protocol ? [] : [scope];
  });
}

/** Ids of the roles that tokens may carry; null is all of them. */
function rolesInScope(realm: RealmSnapshot, client: Client, scopes: readonly ClientScope[]): ReadonlySet<string> | null {
  if (client.fullScopeAllowed) return null;
  const own = rolesOfClient(realm, client.id).map((role) => role.id);
  const mapped = [...own, ...client.scopeMappings, ...scopes.flatMap((scope) => scope.scopeMappings)];
  return new Set(mapped.flatMap((id) => realm.expandRole(id).map((role) => role.id)));
}
