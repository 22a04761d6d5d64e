import type { Client, Component, RealmSnapshot } from '@anteroom/core';
import type { AdminFailure } from '../http/failure.ts';
import type { Body } from '../schemas/representations.ts';
import { notAllowed } from './refusals.ts';

const POLICY = 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy';

interface Registered {
  readonly realm: RealmSnapshot;
  /** What was sent. */
  readonly body: Body;
  readonly client: Client;
  /** The client as it is; null for a new one. */
  readonly before: Client | null;
}

type Policy = (registered: Registered, component: Component) => Client;

/** Keycloak's registration policies, by provider. One that is not here refuses: what an administrator forbids is never let through. */
const POLICIES: Readonly<Record<string, Policy>> = {
  'allowed-protocol-mappers': ({ client, before }, component) => {
    const allowed = component.config['allowed-protocol-mapper-types'] ?? [];
    for (const mapper of client.protocolMappers) {
      const isThere = before?.protocolMappers.some(
        ({ id, protocolMapper }) => id === mapper.id && protocolMapper === mapper.protocolMapper,
      );
      if (isThere !== true && !allowed.includes(mapper.protocolMapper)) throw rejected(component, 'ProtocolMapper type not allowed');
    }
    return client;
  },
  'allowed-client-templates': ({ realm, client, before, body }, component) => {
    const byDefault = [...realm.realm.defaultDefaultClientScopes, ...realm.realm.defaultOptionalClientScopes];
    const allowsDefaults = component.config['allow-default-scopes']?.[0] !== 'false';
    const allowed = [...(component.config['allowed-client-scopes'] ?? []), ...(allowsDefaults ? byDefault : [])];
    for (const list of ['defaultClientScopes', 'optionalClientScopes'] as const) {
      if (body[list] === undefined) continue;
      const had = before?.[list] ?? [];
      if (client[list].some((scope) => !had.includes(scope) && !allowed.includes(scope)))
        throw rejected(component, 'Not permitted to use specified clientScope');
    }
    return client;
  },
  scope: ({ client }) => ({ ...client, fullScopeAllowed: false }),
  'consent-required': ({ client }) => ({ ...client, consentRequired: true }),
  'client-disabled': ({ client, before }) => (before === null ? { ...client, enabled: false } : client),
  // About the origins from which scripts may register.
  'registration-web-origins': ({ client }) => client,
};

/** The client as the realm's policies for callers with a token want it; what they reject is answered. */
export function underRegistrationPolicies(registered: Registered): Client {
  const policies = registered.realm.configuration.components.filter(
    ({ providerType, subType }) => providerType === POLICY && subType === 'authenticated',
  );
  return policies.reduce((client, component) => {
    const policy = Object.hasOwn(POLICIES, component.providerId) ? POLICIES[component.providerId] : undefined;
    if (policy === undefined) throw rejected(component, 'This kind of policy is not known.');
    return policy({ ...registered, client }, component);
  }, registered.client);
}

const rejected = ({ name }: Component, details: string): AdminFailure =>
  notAllowed(`Policy '${name}' rejected request to client-registration service. Details: ${details}`);
