import { z } from 'zod';
import { anything, flag, integer, name, number, object, objects, text, textMap, texts, textsMap } from './scalars.ts';

/** What came in, checked for unknown fields and wrong types; core's representations read it. */
export type Body = Readonly<Record<string, unknown>>;

// biome-ignore format: a table of names
const credential = z.strictObject({
  id: text, type: name, userLabel: name, createdDate: number, secretData: text, credentialData: text, priority: number, value: text, temporary: flag,
  device: text, hashedSaltedValue: text, salt: text, hashIterations: number, counter: number, algorithm: text, digits: number, period: number, config: object,
  federationLink: text,
});

// biome-ignore format: a table of names
const user = z.strictObject({
  id: text, username: text, email: text, emailVerified: flag, firstName: text, lastName: text, enabled: flag, createdTimestamp: number, attributes: textsMap,
  requiredActions: texts, notBefore: number, serviceAccountClientId: text, realmRoles: texts, clientRoles: textsMap, groups: texts, credentials: z.array(credential).optional(),
  totp: flag, disableableCredentialTypes: texts, access: object, clientConsents: objects, self: text, origin: text, userProfileMetadata: object, federationLink: text,
  federatedIdentities: objects, socialLinks: objects, applicationRoles: textsMap,
});

// biome-ignore format: a table of names
const role = z.strictObject({
  id: text, name, description: text, scopeParamRequired: flag, composites: object, composite: flag, clientRole: flag, containerId: text, attributes: textsMap,
});

// biome-ignore format: a table of names
const group = z.strictObject({
  id: text, name, description: text, path: text, parentId: text, subGroupCount: number, subGroups: objects, attributes: textsMap, realmRoles: texts,
  clientRoles: textsMap, access: object,
});

// biome-ignore format: a table of names
const protocolMapper = z.strictObject({
  id: text, name, protocol: text, protocolMapper: name, consentRequired: flag, consentText: text, config: textMap,
});

const clientScope = z.strictObject({
  id: text,
  name,
  description: text,
  protocol: text,
  attributes: textMap,
  protocolMappers: z.array(protocolMapper).optional(),
});

// biome-ignore format: a table of names
const client = z.strictObject({
  id: text, clientId: name, name, description: text, type: name, rootUrl: text, adminUrl: text, baseUrl: text, surrogateAuthRequired: flag, enabled: flag,
  alwaysDisplayInConsole: flag, clientAuthenticatorType: text, secret: text, registrationAccessToken: text, defaultRoles: texts, redirectUris: texts, webOrigins: texts,
  notBefore: number, bearerOnly: flag, consentRequired: flag, standardFlowEnabled: flag, implicitFlowEnabled: flag, directAccessGrantsEnabled: flag,
  serviceAccountsEnabled: flag, authorizationServicesEnabled: flag, directGrantsOnly: flag, publicClient: flag, frontchannelLogout: flag, protocol: text,
  attributes: textMap, authenticationFlowBindingOverrides: textMap, fullScopeAllowed: flag, nodeReRegistrationTimeout: number, registeredNodes: object,
  protocolMappers: z.array(protocolMapper).optional(), clientTemplate: text, useTemplateConfig: flag, useTemplateScope: flag, useTemplateMappers: flag,
  defaultClientScopes: texts, optionalClientScopes: texts, authorizationSettings: object, access: object, origin: text,
});

// biome-ignore format: a table of names
const flow = z.strictObject({
  id: text, alias: name, description: text, providerId: name, topLevel: flag, builtIn: flag, authenticationExecutions: objects,
});

// biome-ignore format: a table of names
const executionInfo = z.strictObject({
  id: text, requirement: text, displayName: name, alias: name, description: text, requirementChoices: texts, configurable: flag, authenticationFlow: flag, providerId: name,
  authenticationConfig: text, flowId: text, level: number, index: number, priority: number,
});

const authenticatorConfig = z.strictObject({ id: text, alias: name, config: textMap });

// biome-ignore format: a table of names
const requiredAction = z.strictObject({
  alias: name, name, providerId: name, enabled: flag, defaultAction: flag, priority: number, config: textMap,
});

// biome-ignore format: a table of names
const component = z.strictObject({
  id: text, name, providerId: name, providerType: text, parentId: text, subType: text, config: textsMap, self: text,
});

// biome-ignore format: a table of names
const eventsConfig = z.strictObject({
  eventsEnabled: flag, eventsExpiration: number, eventsListeners: texts, enabledEventTypes: texts, adminEventsEnabled: flag, adminEventsDetailsEnabled: flag,
});

const initialAccess = z.strictObject({ count: integer, expiration: integer, webOrigins: texts });

// biome-ignore format: a table of names
const identityProvider = z.strictObject({
  alias: name, displayName: name, internalId: text, providerId: name, enabled: flag, updateProfileFirstLoginMode: text, updateProfileFirstLogin: flag, trustEmail: flag,
  storeToken: flag, addReadTokenRoleOnCreate: flag, authenticateByDefault: flag, linkOnly: flag, hideOnLogin: flag, firstBrokerLoginFlowAlias: text,
  postBrokerLoginFlowAlias: text, organizationId: text, config: textMap, types: texts,
});

// biome-ignore format: a table of names
const identityProviderMapper = z.strictObject({ id: text, name, identityProviderAlias: text, identityProviderMapper: text, config: textMap });

const federatedIdentity = z.strictObject({ identityProvider: name, userId: name, userName: name, token: text, storedToken: text });

const clientProfile = z.strictObject({
  name,
  description: text,
  executors: z.array(z.strictObject({ executor: z.string(), configuration: object })).optional(),
});

const clientProfiles = z.strictObject({ profiles: z.array(clientProfile).optional(), globalProfiles: z.array(clientProfile).optional() });

const clientPolicy = z.strictObject({
  name,
  description: text,
  enabled: flag,
  conditions: z.array(z.strictObject({ condition: z.string(), configuration: object })).optional(),
  profiles: texts,
});

const clientPolicies = z.strictObject({ policies: z.array(clientPolicy).optional(), globalPolicies: z.array(clientPolicy).optional() });

const requiredActionConfig = z.strictObject({ config: textMap });

// biome-ignore format: a table of names
const newExecution = z.strictObject({
  authenticatorConfig: text, authenticator: text, authenticatorFlow: flag, autheticatorFlow: flag, requirement: text, priority: number, id: text, flowId: text,
  parentFlow: text, userSetupAllowed: flag,
});

const named = <S extends z.ZodType>(name: string, schema: S) => [name, schema as unknown as z.ZodType<Body>] as const;
const listOf = <S extends z.ZodType>(name: string, schema: S) => [name, z.array(schema) as unknown as z.ZodType<readonly Body[]>] as const;

/** The same schemas for what is answered, under the names that the OpenAPI document gives them. */
export const representation = {
  user,
  credential,
  role,
  group,
  protocolMapper,
  clientScope,
  client,
  flow,
  executionInfo,
  authenticatorConfig,
  requiredAction,
  component,
  eventsConfig,
  identityProvider,
  identityProviderMapper,
  federatedIdentity,
  clientProfiles,
  clientPolicies,
  requiredActionConfig,
} as const;

/** Request schemas under the names Keycloak's error texts use. A realm document may hold anything: unknown keys are kept. */
export const body = {
  user: named('UserRepresentation', user),
  credential: named('CredentialRepresentation', credential),
  role: named('RoleRepresentation', role),
  roles: listOf('RoleRepresentation', role),
  group: named('GroupRepresentation', group),
  protocolMapper: named('ProtocolMapperRepresentation', protocolMapper),
  protocolMappers: listOf('ProtocolMapperRepresentation', protocolMapper),
  clientScope: named('ClientScopeRepresentation', clientScope),
  client: named('ClientRepresentation', client),
  initialAccess: named('ClientInitialAccessCreatePresentation', initialAccess),
  flow: named('AuthenticationFlowRepresentation', flow),
  executionInfo: named('AuthenticationExecutionInfoRepresentation', executionInfo),
  authenticatorConfig: named('AuthenticatorConfigRepresentation', authenticatorConfig),
  requiredAction: named('RequiredActionProviderRepresentation', requiredAction),
  component: named('ComponentRepresentation', component),
  eventsConfig: named('RealmEventsConfigRepresentation', eventsConfig),
  identityProvider: named('IdentityProviderRepresentation', identityProvider),
  identityProviderMapper: named('IdentityProviderMapperRepresentation', identityProviderMapper),
  federatedIdentity: named('FederatedIdentityRepresentation', federatedIdentity),
  requiredActionConfig: named('RequiredActionConfigRepresentation', requiredActionConfig),
  newExecution: named('AuthenticationExecutionRepresentation', newExecution),
  texts: named('Map', z.record(z.string(), text)),
  optionalObject: ['Map', z.record(z.string(), anything).optional()] as const,
  realm: named('RealmRepresentation', z.record(z.string(), z.unknown())),
  anyObject: named('Map', z.record(z.string(), anything)),
  actions: ['List', z.array(z.string())] as const,
} as const;
