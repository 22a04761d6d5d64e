import {
  type Change,
  type Client,
  type ClientSource,
  clientRules,
  type Directory,
  fromClientRepresentation,
  type InitialAccessTokens,
  isManagementClient,
  type RealmSnapshot,
  settleClient,
  updateClientFromRepresentation,
  withGeneratedSecret,
} from '@anteroom/core';
import { jsonAnswer, plainError, refusalAnswer } from '../errors/oauth-answer.ts';
import type { HttpAnswer, HttpRequest } from '../http-context.ts';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { checkMetadata, type MetadataFault } from './check-metadata.ts';
import { type ClientMetadata, metadataSchema, toMetadata, toRepresentation } from './client-metadata.ts';
import { type RegistrationAccess, type RegistrationAccessDependencies, TOKEN_ID } from './registration-access.ts';

export interface RegistrationDependencies extends RegistrationAccessDependencies {
  readonly directory: Pick<Directory, 'commit'>;
  readonly outgoing: OutgoingRequests;
  readonly initialAccess: Pick<InitialAccessTokens, 'consume'>;
  readonly registrationAccess: RegistrationAccess;
}

const PATH = '/clients-registrations/openid-connect';
/** Below a realm. */
export const REGISTRATION_PATHS: readonly string[] = [PATH, `${PATH}/:client`];
const refuse = (status: number, error: string, description: string): HttpAnswer => refusalAnswer({ status, error, description });
const NOT_AUTHORIZED = 'Not authorized to view client. Not valid token or client credentials provided.';
/** Registration without a token is always refused, whatever policies a realm brought along: open registration is off. */
const ANONYMOUS = "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.";

/** `/clients-registrations/openid-connect` (RFC 7591) with `/{client_id}` (RFC 7592). Null for another path. */
export function createRegistrationEndpoint(dependencies: RegistrationDependencies) {
  const { realms, directory, registrationAccess: access, initialAccess, outgoing, ids, clock, urls } = dependencies;

  const answer = async (
    realm: RealmSnapshot,
    client: Client,
    status: number,
    method: AuthMethod,
    token: string | null,
  ): Promise<HttpAnswer> => {
    const location = `${urls.issuer(realm.name)}${PATH}/${encodeURIComponent(client.clientId)}`;
    const issued = status === 201 ? { client_id_issued_at: Math.floor(clock.now().getTime() / 1000) } : {};
    const next = token === null ? {} : { registration_access_token: token };
    const body = { ...toMetadata(client, method), ...issued, registration_client_uri: location, ...next };
    const { headers } = jsonAnswer(status, body);
    return {
      status,
      headers: { ...headers, 'content-type': 'application/json;charset=UTF-8', ...(status === 201 ? { location } : {}) },
      body,
    };
  };

  /** Writes the client with the id of its next token. */
  const save = async (realm: RealmSnapshot, client: Client, status: number, method: AuthMethod): Promise<HttpAnswer> => {
    const { id, token } = await access.issue(realm, client);
    const change: Change = { kind: 'put-client', client: { ...client, [TOKEN_ID]: id } };
    await directory.commit(realm.id, [change]);
    return answer(realm, client, status, method, token);
  };

  const register = async (realm: RealmSnapshot, request: HttpRequest, bearer: string | null): Promise<HttpAnswer> => {
    if (bearer === null) return refuse(403, 'insufficient_scope', ANONYMOUS);
    const metadata = await readMetadata(request);
    if (metadata === null) return refuse(400, 'invalid_request', 'Cannot parse the JSON');
    const byAdmin = await access.isAdmin(realm, bearer, ['manage-clients', 'create-client']);
    if (byAdmin === false) return refuse(403, 'insufficient_scope', 'Forbidden');
    const { client, fault: against } = underPolicies(
      realm,
      draft(realm, metadata),
      byAdmin ? 'ByAuthenticatedUser' : 'ByInitialAccessToken',
    );
    const fault = (await checkMetadata(metadata, outgoing)) ?? against;
    if (!byAdmin) {
      // What is refused for what it says costs no registration.
      if (fault !== null && (await access.open(realm, bearer)).kind !== 'undecodable') return refuse(400, fault.error, fault.description);
      const used = await initialAccess.consume(realm, bearer);
      if (used === 'undecodable') return refuse(401, 'invalid_token', 'Failed decode token');
      if (used === 'spent') return refuse(401, 'invalid_token', 'No remaining count on initial access token');
    }
    if (fault !== null) return refuse(400, fault.error, fault.description);
    return save(realm, client, 201, methodOf(metadata));
  };

  const draft = (realm: RealmSnapshot, metadata: ClientMetadata): Client => {
    const { defaultDefaultClientScopes: defaults, defaultOptionalClientScopes: optional } = realm.realm;
    const isOpenId = (name: string) => realm.scope(name)?.protocol === 'openid-connect';
    const scopes = { defaultClientScopes: defaults.filter(isOpenId), optionalClientScopes: optional.filter(isOpenId) };
    const id = ids.uuid();
    const given = toRepresentation({ frontchannel_logout_session_required: false, ...metadata });
    const drafted = fromClientRepresentation({ id, clientId: id, ...given }, { ids, ...scopes });
    return withSubject(withGeneratedSecret({ ...drafted, fullScopeAllowed: false }, ids, clock.now()), metadata, ids.uuid());
  };

  const changed = (realm: RealmSnapshot, client: Client, metadata: ClientMetadata) => {
    const wanted = withSubject(updateClientFromRepresentation(toRepresentation(metadata), client, ids), metadata, ids.uuid());
    return underPolicies(realm, wanted, 'ByRegistrationAccessToken');
  };

  const manage = async (realm: RealmSnapshot, request: HttpRequest, bearer: string | null, clientId: string): Promise<HttpAnswer> => {
    const refused = refuse(401, 'invalid_token', NOT_AUTHORIZED);
    if (bearer === null) return refused;
    const metadata = request.method === 'PUT' ? await readMetadata(request) : {};
    if (metadata === null) return refuse(400, 'invalid_request', 'Cannot parse the JSON');
    if (metadata.client_id !== undefined && metadata.client_id !== clientId)
      return refuse(400, 'invalid_client_metadata', 'client_id does not match');
    const byAdmin = await access.isAdmin(realm, bearer, request.method === 'GET' ? ['view-clients', 'manage-clients'] : ['manage-clients']);
    if (byAdmin === false) return refuse(403, 'insufficient_scope', 'Forbidden');
    const known = await realms.client(realm, clientId);
    const isTheirs = known?.protocol === 'openid-connect' && !isManagementClient(realm.name, clientId);
    if (byAdmin && !isTheirs) return refuse(404, 'invalid_request', 'Client not found');
    // Before the token is spent: a refusal costs the client nothing.
    const against = request.method !== 'PUT' || known === null ? null : changed(realm, known, metadata).fault;
    const fault = (await checkMetadata(metadata, outgoing)) ?? against;
    if (fault !== null) return refuse(400, fault.error, fault.description);
    const client = byAdmin ? known : await spent(realm, clientId, bearer);
    if (client === null) return refused;
    const written = (one: Client, method: AuthMethod) => (byAdmin ? put(realm, one, method) : save(realm, one, 200, method));
    switch (request.method) {
      case 'PUT':
        return written(withGeneratedSecret(changed(realm, client, metadata).client, ids, clock.now()), methodOf(metadata));
      case 'DELETE':
        await directory.commit(realm.id, [{ kind: 'delete-client', id: client.id }]);
        return { status: 204, headers: {}, body: null };
      default:
        return byAdmin ? answer(realm, client, 200, 'client_secret_basic', null) : save(realm, client, 200, 'client_secret_basic');
    }
  };

  /** The client whose token this was; null for a token that is not its own or that somebody used before. */
  const spent = async (realm: RealmSnapshot, clientId: string, bearer: string): Promise<Client | null> => {
    const token = await access.open(realm, bearer);
    if (token.kind !== 'registration-access' || token.client?.clientId !== clientId) return null;
    return (await access.spend(realm, bearer)) ? token.client : null;
  };

  /** An administrator's change: the client's own token stays as it is. */
  const put = async (realm: RealmSnapshot, client: Client, method: AuthMethod): Promise<HttpAnswer> => {
    await directory.commit(realm.id, [{ kind: 'put-client', client }]);
    return answer(realm, client, 200, method, null);
  };

  return async (realm: RealmSnapshot, path: string, request: HttpRequest): Promise<HttpAnswer | null> => {
    if (path !== PATH && !path.startsWith(`${PATH}/`)) return null;
    const [name, ...more] = path
      .slice(PATH.length + 1)
      .replace(/\/$/, '')
      .split('/');
    if (more.length > 0) return null;
    if (!realm.realm.enabled) return refuse(403, 'access_denied', 'Realm not enabled');
    const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization?.trim() ?? '')?.[1] ?? null;
    const methods = !name ? ['POST'] : ['GET', 'PUT', 'DELETE'];
    if (!methods.includes(request.method)) return plainError(405, 'HTTP 405 Method Not Allowed', { allow: methods.join(', ') });
    return !name ? register(realm, request, bearer) : manage(realm, request, bearer, decoded(name));
  };
}

/** The client as the realm's client policies want it, and what they refuse. */
function underPolicies(
  realm: RealmSnapshot,
  given: Client,
  source: ClientSource,
): { readonly client: Client; readonly fault: MetadataFault | null } {
  const { client, fault } = settleClient(given, clientRules({ realm, client: given, source, grantType: null }));
  return { client, fault: fault === null ? null : { error: 'invalid_client_metadata', description: fault } };
}

type AuthMethod = 'client_secret_basic' | 'client_secret_post';
const methodOf = ({ token_endpoint_auth_method: method }: ClientMetadata): AuthMethod =>
  method === 'client_secret_post' ? method : 'client_secret_basic';

async function readMetadata(request: HttpRequest): Promise<ClientMetadata | null> {
  try {
    const parsed = metadataSchema.safeParse(JSON.parse((await request.readText?.()) ?? ''));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A name that is no valid percent-encoding is the name of no client. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** `subject_type` is a mapper of the client, as Keycloak keeps it. */
function withSubject(client: Client, { subject_type: type, sector_identifier_uri: sector }: ClientMetadata, salt: string): Client {
  if (type === undefined) return client;
  const others = client.protocolMappers.filter(({ protocolMapper }) => protocolMapper !== 'oidc-sha256-pairwise-sub-mapper');
  const kept = client.protocolMappers.find(({ protocolMapper }) => protocolMapper === 'oidc-sha256-pairwise-sub-mapper');
  if (type === 'public') return { ...client, protocolMappers: others };
  const config = {
    pairwiseSubAlgorithmSalt: kept?.config.pairwiseSubAlgorithmSalt ?? salt,
    ...(sector === undefined ? {} : { sectorIdentifierUri: sector }),
  };
  const mapper = {
    id: kept?.id ?? salt,
    name: 'pairwise subject identifier',
    protocol: 'openid-connect',
    protocolMapper: 'oidc-sha256-pairwise-sub-mapper',
    config: { ...kept?.config, ...config },
  };
  return { ...client, protocolMappers: [...others, mapper] };
}
