import { z } from 'zod';
import { representation } from './representations.ts';
import { flag, number, object, objects, text, textMap, texts, textsMap } from './scalars.ts';

const count = z.strictObject({ count: z.number() });

// biome-ignore format: a table of names
const session = z.strictObject({
  id: z.string(), username: text, userId: text, ipAddress: text, start: number, lastAccess: number, rememberMe: flag, clients: textMap, transientUser: flag,
});

// biome-ignore format: a table of names
const consent = z.strictObject({
  clientId: text, grantedClientScopes: texts, createdDate: number, lastUpdatedDate: number, additionalGrants: objects,
});

const mappings = z.strictObject({
  realmMappings: z.array(representation.role).optional(),
  clientMappings: z
    .record(z.string(), z.strictObject({ id: text, client: text, mappings: z.array(representation.role).optional() }))
    .optional(),
});

// biome-ignore format: a table of names
const event = z.strictObject({
  id: text, time: number, type: text, realmId: text, clientId: text, userId: text, sessionId: text, ipAddress: text, error: text, details: textMap,
});

// biome-ignore format: a table of names
const adminEvent = z.strictObject({
  id: text, time: number, realmId: text, operationType: text, resourceType: text, resourcePath: text, representation: text, error: text,
  authDetails: z.strictObject({ realmId: text, clientId: text, userId: text, ipAddress: text }).optional(),
});

// biome-ignore format: a table of names
const key = z.strictObject({
  providerId: text, providerPriority: number, kid: text, status: text, type: text, algorithm: text, publicKey: text, certificate: text, use: text, validTo: number,
});

const clientScopeLink = z.strictObject({ id: z.string(), name: z.string(), protocol: text });

const bruteForceStatus = z.strictObject({
  failedLoginNotBefore: number,
  numFailures: number,
  numTemporaryLockouts: number,
  numSecondaryAuthFailures: number,
  disabled: flag,
  lastIPFailure: text,
  lastFailure: number,
});

const property = z.strictObject({
  name: text,
  label: text,
  helpText: text,
  type: text,
  defaultValue: z.unknown().optional(),
  options: texts,
  secret: flag,
  required: flag,
  readOnly: flag,
});

// biome-ignore format: a table of names
const execution = z.strictObject({
  authenticatorConfig: text, authenticator: text, authenticatorFlow: flag, autheticatorFlow: flag, requirement: text, priority: number, id: text, flowId: text,
  flowAlias: text, parentFlow: text, userSetupAllowed: flag,
});

const provider = z.strictObject({ id: z.string(), displayName: text, description: text, supportsSecret: flag });

const profileAttribute = z.looseObject({ name: z.string(), displayName: text, multivalued: flag, group: text });

/** Representations that only answers have. */
export const answered = {
  count,
  number: z.number(),
  text: z.string(),
  names: z.array(z.string()),
  flag: z.boolean(),
  texts: z.record(z.string(), z.string()),
  attributes: z.record(z.string(), z.array(z.string())),
  anyObject: z.record(z.string(), z.unknown()),
  /** What a realm holds is open: unknown keys of an import are kept. */
  realm: z.looseObject({ id: text, realm: z.string(), enabled: flag, displayName: text, attributes: textMap, smtpServer: textMap }),
  session,
  consent,
  federatedIdentity: representation.federatedIdentity,
  clientProfiles: representation.clientProfiles,
  clientPolicies: representation.clientPolicies,
  mappings,
  event,
  adminEvent,
  keys: z.strictObject({ active: z.record(z.string(), z.string()), keys: z.array(key) }),
  clientScopeLink,
  bruteForceStatus,
  execution,
  provider,
  secret: z.strictObject({ type: z.literal('secret'), value: text }),
  clientSessionStats: z.strictObject({ id: z.string(), clientId: z.string(), active: z.string(), offline: z.string() }),
  configDescription: z.strictObject({ name: text, providerId: text, helpText: text, properties: z.array(property).optional() }),
  requiredActionName: z.strictObject({ name: z.string(), providerId: z.string() }),
  perClientConfig: z.record(z.string(), z.array(property)),
  // biome-ignore format: a table of names
  initialAccess: z.strictObject({
    id: z.string(), timestamp: number, expiration: number, count: number, remainingCount: number, token: text, webOrigins: texts,
  }),
  actionConfigDescription: z.strictObject({ properties: z.array(property) }),
  componentType: z.strictObject({
    id: z.string(),
    helpText: text,
    properties: z.array(property).optional(),
    clientProperties: z.array(property).optional(),
    metadata: object,
  }),
  partialImport: z.strictObject({
    overwritten: z.number(),
    added: z.number(),
    skipped: z.number(),
    results: z.array(z.record(z.string(), z.unknown())),
  }),
  certificate: z.strictObject({ privateKey: text, publicKey: text, certificate: text, jwks: text, kid: text }),
  identityProviderFactory: z.strictObject({
    id: z.string(),
    name: z.string(),
    helpText: text,
    configProperties: z.array(property),
    configMetadata: z.array(property),
  }),
  // biome-ignore format: a table of names
  mapperInEffect: z.strictObject({
    mapperId: z.string(), mapperName: z.string(), containerId: z.string(), containerName: z.string(), containerType: z.string(), protocolMapper: z.string(),
  }),
  impersonation: z.strictObject({ sameRealm: z.boolean(), redirect: z.string() }),
  notified: z.strictObject({ successRequests: texts, failedRequests: texts }),
  profile: z.looseObject({ attributes: z.array(profileAttribute), groups: objects, unmanagedAttributePolicy: text }),
  profileMetadata: z.strictObject({
    attributes: z.array(
      z.strictObject({
        name: z.string(),
        displayName: text,
        required: flag,
        readOnly: flag,
        annotations: object,
        validators: object,
        group: text,
        multivalued: flag,
      }),
    ),
    groups: objects,
  }),
  whoAmI: z.strictObject({
    userId: z.string(),
    realm: z.string(),
    displayName: z.string(),
    locale: text,
    createRealm: z.boolean(),
    realm_access: textsMap,
    temporary: z.boolean(),
  }),
} as const;
