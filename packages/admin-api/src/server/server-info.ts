import type { AuthenticatorProviders } from '../authentication/authenticators.ts';
import { IDENTITY_PROVIDERS } from '../identity-providers/known-providers.ts';
import { KNOWN_MAPPERS } from '../mappers/known-mappers.ts';
import { COMPONENT_TYPES } from './component-types.ts';
import dialect from './dialect.json' with { type: 'json' };
import mapperTypes from './mapper-types.json' with { type: 'json' };

/** Features of Keycloak that are here too; automation asks before it uses one. */
const HERE: ReadonlySet<string> = new Set([
  'ADMIN_API',
  'CLIENT_POLICIES',
  'DEVICE_FLOW',
  'DPOP',
  'IMPERSONATION',
  'PAR',
  'PERSISTENT_USER_SESSIONS',
  'STEP_UP_AUTHENTICATION',
  'TOKEN_EXCHANGE_STANDARD_V2',
]);

const LOCALES = ['de', 'en', 'fr'];
const themes = (...names: readonly string[]) => names.map((name) => ({ name, locales: LOCALES }));
const providersOf = (ids: Iterable<string>) => ({
  internal: false,
  providers: Object.fromEntries([...ids].map((id) => [id, { order: 0 }])),
});
const idsOf = (providers: AuthenticatorProviders, kind: string) =>
  [...providers].filter(([, provider]) => provider.kind === kind).map(([id]) => id);
const typesOf = (type: string) => (COMPONENT_TYPES[type] ?? []).map(({ id }) => id);

/** What does not change while a server runs: what can be configured, in Keycloak's words, as far as this server keeps or runs it. */
export const serverInfo = (steps: AuthenticatorProviders) => ({
  profileInfo: {
    name: 'default',
    disabledFeatures: dialect.features.filter(({ name }) => !HERE.has(name)).map(({ name }) => name),
    previewFeatures: [],
    experimentalFeatures: [],
  },
  features: dialect.features.map((feature) => ({ ...feature, enabled: HERE.has(feature.name), dependencies: [] })),
  cryptoInfo: {
    cryptoProvider: 'node:crypto',
    supportedKeystoreTypes: [],
    clientSignatureSymmetricAlgorithms: ['HS256', 'HS384', 'HS512'],
    clientSignatureAsymmetricAlgorithms: ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'],
  },
  // There is one look; it goes by the names that realms made for Keycloak have.
  themes: {
    common: themes('keycloak'),
    admin: themes('keycloak.v2'),
    login: themes('keycloak', 'keycloak.v2'),
    welcome: themes('keycloak'),
    account: themes('keycloak.v3'),
    email: themes('keycloak'),
  },
  socialProviders: [],
  identityProviders: [...IDENTITY_PROVIDERS].map(([id, name]) => ({ groupName: 'User-defined', name, id })),
  clientImporters: [],
  providers: {
    'login-protocol': providersOf(['openid-connect']),
    'protocol-mapper': providersOf(KNOWN_MAPPERS),
    authenticator: providersOf(idsOf(steps, 'authenticator')),
    'client-authenticator': providersOf(idsOf(steps, 'client')),
    'form-action': providersOf(idsOf(steps, 'form-action')),
    'client-installation': providersOf(dialect.clientInstallations['openid-connect'].map(({ id }) => id)),
    'client-policy-condition': providersOf(typesOf('org.keycloak.services.clientpolicy.condition.ClientPolicyConditionProvider')),
    'client-policy-executor': providersOf(typesOf('org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider')),
    'client-registration-policy': providersOf(typesOf('org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy')),
    keys: providersOf(typesOf('org.keycloak.keys.KeyProvider')),
    'password-policy': providersOf(dialect.passwordPolicies.map(({ id }) => id)),
    validator: providersOf(typesOf('org.keycloak.validate.Validator')),
  },
  protocolMapperTypes: mapperTypes,
  builtinProtocolMappers: dialect.builtinProtocolMappers,
  clientInstallations: dialect.clientInstallations,
  componentTypes: COMPONENT_TYPES,
  passwordPolicies: dialect.passwordPolicies,
  enums: dialect.enums,
});
