import { type Realm, SMTP_SECRETS } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { MASK, type Representation, readFlag, readNumber, readObject, readText, readTextMap, readTexts, without } from './read.ts';
import { toRoleRepresentation } from './role.ts';

/** Keys of a realm document that have rows of their own, or that are spelled otherwise in the model. */
export const REALM_COLLECTIONS: readonly string[] = [
  'roles', 'defaultRole', 'defaultRoles', 'groups', 'defaultGroups', 'users', 'clients', 'clientScopes', 'scopeMappings', 'clientScopeMappings',
  'defaultDefaultClientScopes', 'defaultOptionalClientScopes', 'identityProviders', 'identityProviderMappers', 'components', 'authenticationFlows',
  'authenticatorConfig', 'requiredActions', 'keycloakVersion', 'access', 'defaultRoleId',
]; // biome-ignore format: a table of names

/** `GET /admin/realms/{realm}`: without collections; texts of the realm (`localizationTexts`) belong to exports only. */
export function toRealmRepresentation(
  snapshot: RealmSnapshot,
  options: { readonly maskSecrets?: boolean } = { maskSecrets: true },
): Record<string, unknown> {
  const {
    defaultRoleId,
    defaultDefaultClientScopes: _d,
    defaultOptionalClientScopes: _o,
    defaultGroups,
    localizationTexts: _l,
    ...rest
  } = snapshot.realm;
  const role = snapshot.role(defaultRoleId);
  return {
    ...rest,
    ...(role === null ? {} : { defaultRole: toRoleRepresentation(role, { brief: true }) }),
    ...(defaultGroups.length === 0 ? {} : { defaultGroups: defaultGroups.map((id) => snapshot.groupPath(id)) }),
    smtpServer: options.maskSecrets === false ? { ...rest.smtpServer } : masked(rest.smtpServer),
  };
}

function masked(server: Readonly<Record<string, string>>): Record<string, string> {
  const secrets: readonly string[] = SMTP_SECRETS;
  return Object.fromEntries(Object.entries(server).map(([key, value]) => [key, secrets.includes(key) ? MASK : value]));
}

/**
 * `PUT /admin/realms/{realm}` and the realm part of an import: absent keys stay, collections are not read, unknown keys are kept.
 * `attributes` replaces the attributes of the realm; those that mirror a field follow the field.
 */
export function fromRealmRepresentation(representation: Representation, base: Realm): Realm {
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(without(representation, [...REALM_COLLECTIONS, 'id', 'attributes', 'smtpServer']))) {
    if (value === null) continue;
    patch[key] = typed(representation, key, base[key], value);
  }
  const realm = { ...base, ...patch } as Realm;
  const attributes = readTextMap(representation, 'attributes');
  return {
    ...realm,
    smtpServer: smtp(readTextMap(representation, 'smtpServer'), base.smtpServer),
    attributes: mirrored(
      attributes === undefined ? base.attributes : { ...configured(base.attributes), ...attributes },
      representation,
      realm,
    ),
    defaultDefaultClientScopes: readTexts(representation, 'defaultDefaultClientScopes') ?? base.defaultDefaultClientScopes,
    defaultOptionalClientScopes: readTexts(representation, 'defaultOptionalClientScopes') ?? base.defaultOptionalClientScopes,
  };
}

/** Known fields keep their type, whatever came in; unknown ones are taken as they are. */
function typed(representation: Representation, key: string, known: unknown, value: unknown): unknown {
  if (typeof known === 'boolean') return readFlag(representation, key);
  if (typeof known === 'number') return readNumber(representation, key);
  if (typeof known === 'string') return readText(representation, key);
  if (Array.isArray(known)) return readTexts(representation, key);
  if (typeof known === 'object' && known !== null) return readObject(representation, key);
  return value;
}

function smtp(given: Record<string, string> | undefined, base: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (given === undefined) return base;
  const secrets: readonly string[] = SMTP_SECRETS;
  const kept = Object.entries(given).flatMap(([key, value]) => {
    if (value !== MASK || !secrets.includes(key)) return [[key, value] as const];
    const before = base[key];
    return before === undefined ? [] : [[key, before] as const];
  });
  return Object.fromEntries(kept);
}

/** Attributes that Keycloak derives from its own configuration: an update that leaves them out does not remove them. */
function configured(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) =>
        name.startsWith('ciba') || name.startsWith('oauth2Device') || name === 'parRequestUriLifespan' || name === 'realmReusableOtpCode',
    ),
  );
}

const MIRRORED = [
  ['oauth2DeviceCodeLifespan', 'oauth2DeviceCodeLifespan'],
  ['oauth2DevicePollingInterval', 'oauth2DevicePollingInterval'],
  ['realmReusableOtpCode', 'otpPolicyCodeReusable'],
] as const;

function mirrored(attributes: Readonly<Record<string, string>>, representation: Representation, realm: Realm): Record<string, string> {
  const result = { ...attributes };
  for (const [attribute, field] of MIRRORED) {
    if (representation[field] !== undefined && realm[field] !== undefined) result[attribute] = String(realm[field]);
  }
  return result;
}
