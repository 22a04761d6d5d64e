import {
  type Change,
  type Client,
  type ClientSource,
  fromClientRepresentation,
  isManagementClient,
  type RealmSnapshot,
  readText,
  readTexts,
  toClientRepresentation,
  updateClientFromRepresentation,
  withGeneratedSecret,
} from '@anteroom/core';
import { keepAdministrators } from '../authentication/keep-administrators.ts';
import { adapterConfiguration } from '../clients/adapter-configuration.ts';
import { firstFault, underPolicies } from '../clients/check-client.ts';
import { realmScopes } from '../clients/realm-scopes.ts';
import { planServiceAccount, withServiceAccountScope } from '../clients/service-account.ts';
import { type Answer, noContent, ok } from '../http/answer.ts';
import type { Parts } from '../parts.ts';
import type { Body } from '../schemas/representations.ts';
import { ANONYMOUS, badMetadata, badRedirectUri, badToken, NOT_TO_UPDATE, NOT_TO_VIEW, notAllowed } from './refusals.ts';
import { createRegistrationCallers, type RegistrationCaller } from './registration-caller.ts';
import { underRegistrationPolicies } from './registration-policies.ts';

/** One call of client registration; `ip` and `headers` as they came, `authorization` of them empty when absent. */
export interface RegistrationCall {
  readonly realm: RealmSnapshot;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Clients in Keycloak's own representation, registered and managed by tokens (`clients-registrations/default`): an initial access token
 * registers, a registration access token manages the one client and is replaced at each change, an administrator's token does what its roles
 * allow. RFC 7591 and RFC 7592 have the same in `clients-registrations/openid-connect`.
 */
export function createClientRegistration(parts: Parts) {
  const { directory, realms, writes, ids, clock, urls, sessions, registrationTokens, initialAccess, clientProof } = parts;
  const callers = createRegistrationCallers(parts);
  const callerOf = ({ realm, headers }: RegistrationCall) => callers.identify(realm, String(headers.authorization ?? ''));

  return {
    async register(call: RegistrationCall, read: () => Promise<Body>): Promise<Answer> {
      const { realm } = call;
      const caller = await callerOf(call);
      if (caller.kind === 'nobody' || caller.kind === 'registration-access') throw notAllowed(ANONYMOUS);
      if (caller.kind === 'undecodable') throw badToken('Failed decode token');
      if (caller.kind === 'administrator' && !caller.admin.has('manage-clients', 'create-client')) throw notAllowed();
      const body = await read();
      const drafted = fromClientRepresentation(body, { ids, ...realmScopes(realm, readText(body, 'protocol') ?? 'openid-connect') });
      const client = settled(call, caller, body, drafted, null);
      if (!/^[\w.-]{1,36}$/.test(client.id)) throw badMetadata('Client id is not valid');
      const taken = (await realms.client(realm, client.clientId)) ?? (await realms.clientByUuid(realm, client.id));
      if (taken !== null || isManagementClient(realm.name, client.clientId)) throw badMetadata('Client Identifier in use');
      if (caller.kind === 'initial-access') {
        const used = await initialAccess.consume(realm, caller.bearer);
        if (used !== 'used') throw badToken('No remaining count on initial access token');
      }
      const { token, changes } = await registrationTokens.plan(realm, client);
      await commit(call, caller, [...changes, ...(await planServiceAccount(realm, client, parts))], client, 'CREATE', body);
      const location = `${urls.issuer(realm.name)}/clients-registrations/default/${encodeURIComponent(client.clientId)}`;
      return { status: 201, json: shown(client, token), headers: { location, 'content-type': 'application/json;charset=UTF-8' } };
    },

    async view(call: RegistrationCall, clientId: string): Promise<Answer> {
      const caller = await callerOf(call);
      const client = await callers.client(call.realm, caller, clientId, 'view');
      return ok(shown(client, caller.kind === 'registration-access' ? caller.bearer : null));
    },

    async update(call: RegistrationCall, clientId: string, read: () => Promise<Body>): Promise<Answer> {
      const { realm } = call;
      const caller = await callerOf(call);
      const client = await callers.client(realm, caller, clientId, 'update');
      if (isManagementClient(realm.name, clientId)) throw notAllowed();
      const body = await read();
      if (readText(body, 'clientId') !== clientId) throw badMetadata('Client Identifier modified');
      const patched = updateClientFromRepresentation(body, client, ids);
      const scopes = {
        defaultClientScopes: readTexts(body, 'defaultClientScopes') ?? client.defaultClientScopes,
        optionalClientScopes: readTexts(body, 'optionalClientScopes') ?? client.optionalClientScopes,
      };
      const updated = settled(call, caller, body, { ...patched, ...scopes }, client);
      await keepAdministrators(parts, realm, { client: updated });
      // Last: a refusal costs the client nothing.
      await spend(realm, caller);
      const next = caller.kind === 'registration-access' ? await registrationTokens.plan(realm, updated) : null;
      const changes: readonly Change[] = next?.changes ?? [{ kind: 'put-client', client: updated }];
      await commit(call, caller, [...changes, ...(await planServiceAccount(realm, updated, parts))], client, 'UPDATE', body);
      return ok(shown(updated, next?.token ?? null));
    },

    async remove(call: RegistrationCall, clientId: string): Promise<Answer> {
      const { realm } = call;
      const caller = await callerOf(call);
      const client = await callers.client(realm, caller, clientId, 'update');
      if (isManagementClient(realm.name, clientId)) throw notAllowed();
      const live = await sessions.listByClient(realm, client.id);
      await spend(realm, caller);
      await commit(call, caller, [{ kind: 'delete-client', id: client.id }], client, 'DELETE');
      for (const session of live) await sessions.removeClient(realm, session.sid, client.id);
      return noContent();
    },

    /** `keycloak.json` for who may see the client, for the client itself by its credentials, and of a public client for everybody. */
    async install(call: RegistrationCall, clientId: string): Promise<Answer> {
      const { realm } = call;
      const caller = await callerOf(call);
      const client = caller.kind === 'nobody' ? await proven(call, clientId) : await callers.client(realm, caller, clientId, 'view');
      const { 'verify-token-audience': _, ...configuration } = adapterConfiguration(realm, client, urls.base);
      return ok(configuration);
    },
  };

  async function proven({ realm, headers, ip }: RegistrationCall, clientId: string): Promise<Client> {
    const client = await realms.client(realm, clientId);
    if (client === null) throw badToken(NOT_TO_VIEW);
    if (client.publicClient) return client;
    const prover = await clientProof.authenticate(realm, { headers, ip });
    if (prover === null) throw badToken('Failed to authenticate client');
    if (prover.id !== client.id) throw badToken('Different client authenticated');
    return client;
  }

  /** The client as every policy wants it, if nothing is wrong with it. */
  function settled({ realm }: RegistrationCall, caller: RegistrationCaller, body: Body, drafted: Client, before: Client | null): Client {
    if ((readTexts(body, 'defaultRoles') ?? []).length > 0) throw badMetadata('Default roles are given by an administrator');
    const bindings = (client: Client | null) => JSON.stringify(Object.entries(client?.authenticationFlowBindingOverrides ?? {}).sort());
    // A client does not choose how people prove themselves to it.
    if (caller.kind !== 'administrator' && bindings(drafted) !== bindings(before)) throw notAllowed('Flows are bound by an administrator');
    const allowed = underRegistrationPolicies({ realm, body, client: drafted, before });
    const client = withServiceAccountScope(realm, withGeneratedSecret(underPolicies(realm, allowed, sourceOf(caller)), ids, clock.now()));
    const fault = firstFault(realm, client);
    if (fault !== null) throw fault.of === 'redirect-uri' ? badRedirectUri(fault.text) : badMetadata(fault.text);
    return client;
  }

  async function spend(realm: RealmSnapshot, caller: RegistrationCaller): Promise<void> {
    if (caller.kind === 'registration-access' && !(await registrationTokens.spend(realm, caller.bearer))) throw badToken(NOT_TO_UPDATE);
  }

  /** An administrator's change is an admin event and stands in the history, as if made by the Admin REST. */
  async function commit(
    { realm, ip }: RegistrationCall,
    caller: RegistrationCaller,
    changes: readonly Change[],
    client: Client,
    operation: 'CREATE' | 'UPDATE' | 'DELETE',
    body?: Body,
  ): Promise<void> {
    if (caller.kind !== 'administrator') return directory.commit(realm.id, changes);
    const representation = body === undefined ? {} : { representation: body };
    const written = { operation, resource: 'CLIENT', path: `clients/${client.id}`, ...representation };
    return writes.commit({ admin: caller.admin, realm, ip }, changes, written);
  }
}

const shown = (client: Client, token: string | null): Readonly<Record<string, unknown>> => ({
  ...toClientRepresentation(client),
  defaultRoles: [],
  ...(token === null ? {} : { registrationAccessToken: token }),
});

function sourceOf(caller: RegistrationCaller): ClientSource {
  if (caller.kind === 'administrator') return 'ByAuthenticatedUser';
  return caller.kind === 'initial-access' ? 'ByInitialAccessToken' : 'ByRegistrationAccessToken';
}
