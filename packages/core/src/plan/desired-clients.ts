import { openIdScopes } from '../defaults/management-client.ts';
import type { Client } from '../directory/client.ts';
import type { ClientScope, ProtocolMapper } from '../directory/client-scope.ts';
import { AnteroomError } from '../errors.ts';
import { resolveRoles } from '../import/import-roles.ts';
import { fromClientRepresentation, updateClientFromRepresentation } from '../representation/client.ts';
import { withUserinfoSwitch } from '../representation/client-mappers.ts';
import { fromClientScopeRepresentation } from '../representation/client-scope.ts';
import { fromProtocolMapperRepresentation } from '../representation/protocol-mapper.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import { asSet, type Desired, listOf, mergedByName, type PlanContext } from './desired.ts';

export function desiredClientScopes(context: PlanContext): readonly Desired[] {
  return listOf(context.document, 'clientScopes').map((representation): Desired => {
    const name = readText(representation, 'name') ?? '';
    const before = context.realm.scope(name);
    const draft = fromClientScopeRepresentation(representation, context.ids, before ?? undefined);
    context.names.add('scope', name, draft.id);
    const after: ClientScope = {
      ...draft,
      protocolMappers: mappers(context, draft.protocolMappers, readObjects(representation, 'protocolMappers')),
      scopeMappings: mapped(context, { clientScope: name }, draft.scopeMappings),
    };
    return { kind: 'client-scope', name, before, after };
  });
}

export function desiredClients(context: PlanContext): readonly Desired[] {
  const byClientId = new Map(context.clients.map((client) => [client.clientId, client]));
  return listOf(context.document, 'clients').map((representation): Desired => {
    const clientId = readText(representation, 'clientId') ?? '';
    const before = byClientId.get(clientId) ?? null;
    const draft =
      before === null
        ? fromClientRepresentation(representation, { ids: context.ids, ...openIdScopes(context.realm) })
        : updateClientFromRepresentation(representation, before, context.ids);
    context.names.add('client', clientId, draft.id);
    const given = mappers(context, before?.protocolMappers ?? [], readObjects(representation, 'protocolMappers'));
    const after: Client = {
      ...draft,
      protocolMappers: given.map(withUserinfoSwitch),
      defaultClientScopes: scopes(context, representation, 'defaultClientScopes', draft.defaultClientScopes),
      optionalClientScopes: scopes(context, representation, 'optionalClientScopes', draft.optionalClientScopes),
      redirectUris: asSet(before?.redirectUris, draft.redirectUris),
      webOrigins: asSet(before?.webOrigins, draft.webOrigins),
      scopeMappings: mapped(context, { client: clientId }, draft.scopeMappings),
    };
    return { kind: 'client', name: clientId, before, after };
  });
}

function mappers(
  { ids }: PlanContext,
  present: readonly ProtocolMapper[],
  given: readonly Representation[] | undefined,
): readonly ProtocolMapper[] {
  return mergedByName(present, given, (representation, before) => fromProtocolMapperRepresentation(representation, ids.uuid(), before));
}

function scopes({ names }: PlanContext, representation: Representation, key: string, present: readonly string[]): readonly string[] {
  const given = readTexts(representation, key);
  if (given === undefined) return present;
  const missing = given.find((name) => names.scope(name) === null);
  if (missing !== undefined)
    throw new AnteroomError('invalid_input', `${key}: there is no client scope ${missing}`, {
      publicText: `There is no client scope ${missing}`,
    });
  return asSet(present, given);
}

/** Scope mappings of a document are added to those that are there. */
function mapped(
  context: PlanContext,
  target: { readonly client?: string; readonly clientScope?: string },
  present: readonly string[],
): readonly string[] {
  const { document } = context;
  const isTarget = (mapping: Representation) =>
    target.client === undefined ? readText(mapping, 'clientScope') === target.clientScope : readText(mapping, 'client') === target.client;
  const rolesOf = (mappings: readonly Representation[]) =>
    mappings.filter(isTarget).flatMap((mapping) => readTexts(mapping, 'roles') ?? []);
  const byOwner = readObject(document, 'clientScopeMappings') ?? {};
  const clientRoles = Object.fromEntries(Object.keys(byOwner).map((owner) => [owner, rolesOf(readObjects(byOwner, owner) ?? [])]));
  const ids = resolveRoles(context, rolesOf(listOf(document, 'scopeMappings')), clientRoles, 'scopeMappings');
  return asSet(present, [...new Set([...present, ...ids])]);
}
