import type { Client } from '../directory/client.ts';
import type { ClientScope } from '../directory/client-scope.ts';
import { AnteroomError } from '../errors.ts';
import { fromClientRepresentation, withGeneratedSecret, withNewSecret } from '../representation/client.ts';
import { fromClientScopeRepresentation } from '../representation/client-scope.ts';
import { MASK, type Representation, readObjects, readText, readTexts } from '../representation/read.ts';
import type { ImportContext } from './context.ts';

/** The scope that a service account's tokens need; Keycloak adds it when a client gets a service account. */
const SERVICE_ACCOUNT_SCOPE = 'service_account';

export function importClientScopes(context: ImportContext): readonly ClientScope[] {
  return (readObjects(context.document, 'clientScopes') ?? []).map((representation) => {
    const scope = fromClientScopeRepresentation(representation, context.ids);
    context.names.add('scope', scope.name, scope.id);
    return scope;
  });
}

/** Needs the scopes and the flows. Role scope mappings are added later, when the roles have ids. */
export function importClients(context: ImportContext, scopes: readonly ClientScope[]): readonly Client[] {
  const flowIds = new Set<string>();
  for (const flow of readObjects(context.document, 'authenticationFlows') ?? []) {
    const id = context.names.flow(readText(flow, 'alias') ?? '');
    if (id !== null) flowIds.add(id);
  }
  return (readObjects(context.document, 'clients') ?? []).map((representation) => {
    const client = toClient(context, representation, scopes);
    for (const [binding, flow] of Object.entries(client.authenticationFlowBindingOverrides)) {
      // Falling back to the realm's flow could be a weaker login than the client asked for.
      if (!flowIds.has(flow))
        throw new AnteroomError(
          'invalid_input',
          `client "${client.clientId}" binds ${binding} to the flow ${flow}, which is not in the document`,
        );
    }
    context.names.add('client', client.clientId, client.id);
    return client;
  });
}

function toClient(context: ImportContext, representation: Representation, scopes: readonly ClientScope[]): Client {
  const protocol = readText(representation, 'protocol') ?? 'openid-connect';
  const ofProtocol = new Set(scopes.filter((scope) => scope.protocol === protocol).map((scope) => scope.name));
  const listed = (key: string) => (readTexts(context.document, key) ?? []).filter((name) => ofProtocol.has(name));
  const client = fromClientRepresentation(representation, {
    ids: context.ids,
    defaultClientScopes: listed('defaultDefaultClientScopes'),
    optionalClientScopes: listed('defaultOptionalClientScopes'),
  });
  const path = `clients[${client.clientId}]`;
  if (representation.authorizationSettings !== undefined)
    context.report.warn(path, 'authorization settings are left out: authorization services are not available');
  const known = new Set(scopes.map((scope) => scope.name));
  const present = (names: readonly string[]) => names.filter((name) => known.has(name) || lost(context, path, name));
  const scoped = {
    ...client,
    defaultClientScopes: present(client.defaultClientScopes),
    optionalClientScopes: present(client.optionalClientScopes),
  };
  // Keycloak attaches the scope when it makes the service account; one that the document brings along gets nothing.
  const complete = context.served.has(client.clientId) ? scoped : withServiceAccountScope(scoped, known);
  if (readText(representation, 'secret') !== MASK) return withGeneratedSecret(complete, context.ids, context.now);
  context.report.warn(path, 'the export hides the secret of this client, so it got a new one');
  return withNewSecret(complete, context.ids, context.now);
}

function lost(context: ImportContext, path: string, name: string): false {
  context.report.warn(path, `left out: there is no client scope "${name}"`);
  return false;
}

/** A client with a service account has the scope `service_account`, where the realm has it. */
function withServiceAccountScope(client: Client, scopes: ReadonlySet<string>): Client {
  const has = [...client.defaultClientScopes, ...client.optionalClientScopes].includes(SERVICE_ACCOUNT_SCOPE);
  if (!client.serviceAccountsEnabled || has || !scopes.has(SERVICE_ACCOUNT_SCOPE)) return client;
  return { ...client, defaultClientScopes: [...client.defaultClientScopes, SERVICE_ACCOUNT_SCOPE] };
}
