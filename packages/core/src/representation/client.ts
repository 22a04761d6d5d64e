import type { IdSource } from '../clock.ts';
import type { Client } from '../directory/client.ts';
import { newClientMappers, updatedClientMappers } from './client-mappers.ts';
import { toProtocolMapperRepresentation } from './protocol-mapper.ts';
import { MASK, type Representation, readFlag, readNumber, readText, readTextMap, readTexts, without } from './read.ts';

/** Client attribute: the secret before the present one, good for a while (Keycloak's secret rotation). */
export const ROTATED_SECRET = 'client.secret.rotated';

/** `protocolMappers` is absent when there are none; `secret` of a public or bearer-only client is not shown. */
export function toClientRepresentation(
  client: Client,
  options: { readonly access?: Readonly<Record<string, boolean>>; readonly maskSecrets?: boolean } = {},
): Record<string, unknown> {
  const { scopeMappings: _, registrationToken: _token, protocolMappers, secret, ...rest } = client;
  const rotated = client.attributes[ROTATED_SECRET] !== undefined && options.maskSecrets === true;
  return {
    ...rest,
    ...(rotated ? { attributes: { ...client.attributes, [ROTATED_SECRET]: MASK } } : {}),
    ...(secret === undefined || client.publicClient || client.bearerOnly ? {} : { secret: options.maskSecrets ? MASK : secret }),
    ...(protocolMappers.length === 0 ? {} : { protocolMappers: protocolMappers.map(toProtocolMapperRepresentation) }),
    ...(options.access === undefined ? {} : { access: { ...options.access } }),
  };
}

/** Keys that are answers, collections of their own, or not the client's to say. */
const DERIVED = [
  'access',
  'origin',
  'registeredNodes',
  'registrationAccessToken',
  'registrationToken',
  'scopeMappings',
  'authorizationSettings',
];

/** What a client has whose representation says nothing (golden `admin-clients`, "create minimal"). */
const DEFAULTS = {
  surrogateAuthRequired: false,
  enabled: true,
  alwaysDisplayInConsole: false,
  clientAuthenticatorType: 'client-secret',
  redirectUris: [],
  notBefore: 0,
  bearerOnly: false,
  consentRequired: false,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  publicClient: false,
  frontchannelLogout: false,
  protocol: 'openid-connect',
  authenticationFlowBindingOverrides: {},
  fullScopeAllowed: true,
  nodeReRegistrationTimeout: -1,
} as const;

export interface ClientCreation {
  readonly ids: IdSource;
  /** Scopes given when the representation names none: those of the realm for new clients, of the client's protocol. */
  readonly defaultClientScopes: readonly string[];
  readonly optionalClientScopes: readonly string[];
}

/**
 * A new client. A secret is made by `withGeneratedSecret`, not here. Like Keycloak, as soon as one of the two scope lists is given, the
 * other is empty when absent.
 */
export function fromClientRepresentation(representation: Representation, creation: ClientCreation): Client {
  const id = readText(representation, 'id') ?? creation.ids.uuid();
  const defaults = readTexts(representation, 'defaultClientScopes');
  const optional = readTexts(representation, 'optionalClientScopes');
  const given = defaults !== undefined || optional !== undefined;
  return patch(
    {
      ...DEFAULTS,
      id,
      clientId: id,
      webOrigins: originsOf(readTexts(representation, 'redirectUris') ?? []),
      attributes: { realm_client: 'false' },
      protocolMappers: newClientMappers(representation, creation.ids),
      defaultClientScopes: given ? (defaults ?? []) : creation.defaultClientScopes,
      optionalClientScopes: given ? (optional ?? []) : creation.optionalClientScopes,
      scopeMappings: [],
    },
    representation,
  );
}

/** Keycloak: a new client may be called from where it is redirected to, unless it says from where. */
function originsOf(redirectUris: readonly string[]): readonly string[] {
  return [...new Set(redirectUris.flatMap((uri) => /^https?:\/\/[^/*?#]+(?=[/?#]|$)/i.exec(uri) ?? []))];
}

/**
 * `PUT clients/{id}`: absent keys stay, attributes are merged (an empty value removes one), a list of mappers replaces the client's, scope
 * lists are not touched. `invalid_input` for a list of mappers that cannot be.
 */
export function updateClientFromRepresentation(representation: Representation, base: Client, ids: IdSource): Client {
  return { ...patch(base, representation), protocolMappers: updatedClientMappers(representation, base.protocolMappers, ids) };
}

/** A confidential client without a secret gets one, with the mark of when it was made (epoch seconds). */
export function withGeneratedSecret(client: Client, ids: IdSource, now: Date): Client {
  const needsOne =
    !client.publicClient && !client.bearerOnly && client.secret === undefined && client.clientAuthenticatorType === 'client-secret';
  return needsOne ? withNewSecret(client, ids, now) : client;
}

export function withNewSecret(client: Client, ids: IdSource, now: Date): Client {
  const attributes = { ...client.attributes, 'client.secret.creation.time': String(Math.floor(now.getTime() / 1000)) };
  return { ...client, attributes, secret: ids.token(24) };
}

function patch(base: Client, representation: Representation): Client {
  const flag = (key: keyof Client & string) => readFlag(representation, key) ?? (base[key] as boolean);
  const secret = readText(representation, 'secret');
  const { [ROTATED_SECRET]: rotated, ...attributes } = readTextMap(representation, 'attributes') ?? {};
  const unknown = without(representation, [...DERIVED, ...Object.keys(base)]);
  return {
    ...base,
    ...unknown,
    clientId: readText(representation, 'clientId') ?? base.clientId,
    ...optionalTexts(representation),
    ...(secret === undefined || secret === MASK ? {} : { secret }),
    enabled: flag('enabled'),
    surrogateAuthRequired: flag('surrogateAuthRequired'),
    alwaysDisplayInConsole: flag('alwaysDisplayInConsole'),
    bearerOnly: flag('bearerOnly'),
    consentRequired: flag('consentRequired'),
    standardFlowEnabled: flag('standardFlowEnabled'),
    implicitFlowEnabled: flag('implicitFlowEnabled'),
    directAccessGrantsEnabled: flag('directAccessGrantsEnabled'),
    serviceAccountsEnabled: flag('serviceAccountsEnabled'),
    publicClient: flag('publicClient'),
    frontchannelLogout: flag('frontchannelLogout'),
    fullScopeAllowed: flag('fullScopeAllowed'),
    clientAuthenticatorType: readText(representation, 'clientAuthenticatorType') ?? base.clientAuthenticatorType,
    protocol: readText(representation, 'protocol') ?? base.protocol,
    notBefore: readNumber(representation, 'notBefore') ?? base.notBefore,
    nodeReRegistrationTimeout: readNumber(representation, 'nodeReRegistrationTimeout') ?? base.nodeReRegistrationTimeout,
    redirectUris: readTexts(representation, 'redirectUris') ?? base.redirectUris,
    webOrigins: readTexts(representation, 'webOrigins') ?? base.webOrigins,
    attributes: mergeAttributes(base.attributes, {
      ...attributes,
      ...(rotated === undefined || rotated === MASK ? {} : { [ROTATED_SECRET]: rotated }),
    }),
    authenticationFlowBindingOverrides: mergeAttributes(
      base.authenticationFlowBindingOverrides,
      readTextMap(representation, 'authenticationFlowBindingOverrides'),
    ),
  };
}

function optionalTexts(representation: Representation): Partial<Client> {
  const texts: Record<string, string> = {};
  for (const key of ['name', 'description', 'rootUrl', 'baseUrl', 'adminUrl']) {
    const value = readText(representation, key);
    if (value !== undefined) texts[key] = value;
  }
  return texts;
}

function mergeAttributes(
  base: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const merged = { ...base, ...change };
  for (const [name, value] of Object.entries(change ?? {})) {
    // What came masked goes back as it was.
    if (value === MASK && base[name] !== undefined) merged[name] = base[name];
    if (value === '') delete merged[name];
  }
  return merged;
}
