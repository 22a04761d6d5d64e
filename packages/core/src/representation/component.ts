import type { Component, IdentityProvider } from '../directory/realm.ts';
import { fromProtocolMapperRepresentation } from './protocol-mapper.ts';
import { MASK, type Representation, readFlag, readObject, readObjects, readText, readTextsMap } from './read.ts';

/** Configuration keys that hold a secret, in key providers and elsewhere. */
export const SECRET_COMPONENT_KEYS: readonly string[] = [
  'privateKey',
  'ecdsaPrivateKey',
  'eddsaPrivateKey',
  'secret',
  'keystorePassword',
  'keyPassword',
  'bindCredential',
];

/** Answers never show key material: Keycloak leaves generated keys out and masks the rest. */
const GENERATED_KEYS = new Set([
  'rsa-generated',
  'rsa-enc-generated',
  'hmac-generated',
  'aes-generated',
  'ecdsa-generated',
  'eddsa-generated',
  'ecdh-generated',
]);

export function toComponentRepresentation(component: Component, options: { readonly secrets?: boolean } = {}): Record<string, unknown> {
  const { name, subType, config, ...rest } = component;
  return {
    ...rest,
    ...(name === '' ? {} : { name }),
    ...(subType === undefined ? {} : { subType }),
    config: options.secrets ? { ...config } : shown(component),
  };
}

function shown(component: Component): Record<string, readonly string[]> {
  const generated = GENERATED_KEYS.has(component.providerId);
  const entries = Object.entries(component.config).flatMap(([key, values]): [string, readonly string[]][] => {
    if (generated && (SECRET_COMPONENT_KEYS.includes(key) || key === 'certificate' || key === 'kid')) return [];
    return [[key, SECRET_COMPONENT_KEYS.includes(key) ? [MASK] : values]];
  });
  return Object.fromEntries(entries);
}

/** `parentId` defaults to the realm. Masked values keep what `base` has; material of generated keys is kept in an update that leaves it out. */
export function fromComponentRepresentation(
  representation: Representation,
  place: { readonly id: string; readonly realmId: string; readonly providerType?: string },
  base?: Component,
): Component {
  const subType = readText(representation, 'subType') ?? base?.subType;
  return {
    id: base?.id ?? readText(representation, 'id') ?? place.id,
    name: readText(representation, 'name') ?? base?.name ?? '',
    providerId: readText(representation, 'providerId') ?? base?.providerId ?? '',
    providerType: readText(representation, 'providerType') ?? base?.providerType ?? place.providerType ?? '',
    ...(subType === undefined ? {} : { subType }),
    parentId: base?.parentId ?? readText(representation, 'parentId') ?? place.realmId,
    config: mergeConfig(readTextsMap(representation, 'config'), base),
  };
}

function mergeConfig(
  given: Record<string, string[]> | undefined,
  base: Component | undefined,
): Readonly<Record<string, readonly string[]>> {
  if (given === undefined) return base?.config ?? {};
  if (base === undefined) return given;
  const merged: Record<string, readonly string[]> = { ...given };
  for (const [key, values] of Object.entries(base.config)) {
    const hidden = SECRET_COMPONENT_KEYS.includes(key) || key === 'certificate' || key === 'kid';
    if (merged[key]?.[0] === MASK || (hidden && merged[key] === undefined)) merged[key] = values;
  }
  return merged;
}

export function toIdentityProviderRepresentation(
  provider: IdentityProvider,
  options: { readonly secrets?: boolean } = {},
): Record<string, unknown> {
  const { mappers: _, ...rest } = provider;
  const config = provider.config as Record<string, string> | undefined;
  if (options.secrets || config?.clientSecret === undefined) return { ...rest };
  return { ...rest, config: { ...config, clientSecret: MASK } };
}

/** The whole representation is kept. */
export function fromIdentityProviderRepresentation(representation: Representation, id: string, base?: IdentityProvider): IdentityProvider {
  const config = readObject(representation, 'config');
  const known = base?.config as Record<string, unknown> | undefined;
  return {
    ...base,
    ...representation,
    ...(config === undefined
      ? {}
      : { config: config.clientSecret === MASK ? { ...config, clientSecret: known?.clientSecret } : { ...config } }),
    alias: readText(representation, 'alias') ?? base?.alias ?? '',
    internalId: base?.internalId ?? readText(representation, 'internalId') ?? id,
    providerId: readText(representation, 'providerId') ?? base?.providerId ?? '',
    enabled: readFlag(representation, 'enabled') ?? base?.enabled ?? true,
    mappers: base?.mappers ?? (readObjects(representation, 'mappers') ?? []).map((mapper) => fromProtocolMapperRepresentation(mapper, id)),
  };
}
