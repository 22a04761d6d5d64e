import type { Flow } from '../../api/flow-types.ts';
import type { Client } from '../../api/types.ts';

/** What a realm uses a flow for, by the key of its representation, with the kind of flow that fits. */
const REALM_BINDINGS = {
  browserFlow: 'basic-flow',
  directGrantFlow: 'basic-flow',
  registrationFlow: 'basic-flow',
  resetCredentialsFlow: 'basic-flow',
  firstBrokerLoginFlow: 'basic-flow',
  dockerAuthenticationFlow: 'basic-flow',
  clientAuthenticationFlow: 'client-flow',
} as const;
export type RealmBinding = keyof typeof REALM_BINDINGS;
const BINDINGS = Object.keys(REALM_BINDINGS) as readonly RealmBinding[];

/** What a client may use a flow of its own for, and what the realm's is called. */
export const CLIENT_BINDINGS = { browser: 'browserFlow', direct_grant: 'directGrantFlow' } as const;
export type ClientBinding = keyof typeof CLIENT_BINDINGS;

export type FlowUse =
  | { readonly kind: 'realm'; readonly binding: RealmBinding }
  | { readonly kind: 'client'; readonly binding: ClientBinding; readonly client: Client };

export type Bindings = Readonly<Record<string, unknown>>;

/** The bindings that a flow of this kind fits. */
export const bindingsFor = (flow: Flow): readonly RealmBinding[] =>
  BINDINGS.filter((binding) => REALM_BINDINGS[binding] === flow.providerId);

/** Where a flow is in use: the realm names it, clients point to its id. */
export function usesOf(flow: Flow, realm: Bindings, clients: readonly Client[]): readonly FlowUse[] {
  const ofRealm = BINDINGS.filter((binding) => realm[binding] === flow.alias).map((binding): FlowUse => ({ kind: 'realm', binding }));
  const ofClients = clients.flatMap((client) =>
    (Object.keys(CLIENT_BINDINGS) as ClientBinding[])
      .filter((binding) => client.authenticationFlowBindingOverrides?.[binding] === flow.id)
      .map((binding): FlowUse => ({ kind: 'client', binding, client })),
  );
  return [...ofRealm, ...ofClients];
}
