import type { Component } from '../directory/realm.ts';
import { fromComponentRepresentation } from '../representation/component.ts';
import { MASK, type Representation, readObject, readObjects, readText } from '../representation/read.ts';
import type { ImportContext } from './context.ts';

const KEY_PROVIDERS = 'org.keycloak.keys.KeyProvider';
/** Providers whose material was left out of a partial export, or masked in it, get new material. */
const GENERATED = new Set(['rsa-generated', 'rsa-enc-generated', 'hmac-generated', 'aes-generated']);

/** Providers that only the kept export knows: nothing reads them here yet. */
const UNUSED_TYPES = new Set(['org.keycloak.storage.UserStorageProvider', 'org.keycloak.storage.ldap.mappers.LDAPStorageMapper']);

/** True when an import needs keys made for it: the document brings none, or not all of them. */
export function needsKeys(document: Representation): boolean {
  const providers = readObjects(readObject(document, 'components') ?? {}, KEY_PROVIDERS) ?? [];
  const components = providers.map((provider) => fromComponentRepresentation(provider, { id: '', realmId: '' }));
  return REQUIRED_KINDS.some((kind) => !components.some((component) => kind(component) && hasMaterial(component)));
}

/** What the server cannot do without: a signing key, an HS512 key for refresh and action tokens, an AES key. */
const REQUIRED_KINDS: readonly ((component: Component) => boolean)[] = [
  (component) => ['rsa-generated', 'rsa', 'java-keystore', 'ecdsa-generated', 'eddsa-generated'].includes(component.providerId),
  (component) => component.providerId === 'hmac-generated' && component.config.algorithm?.[0] === 'HS512',
  (component) => component.providerId === 'aes-generated',
];

function hasMaterial(component: Component): boolean {
  const material =
    component.config.privateKey ??
    component.config.secret ??
    component.config.keystore ??
    component.config.ecdsaPrivateKey ??
    component.config.eddsaPrivateKey;
  return material?.[0] !== undefined && material[0] !== MASK;
}

export function importComponents(context: ImportContext, generatedKeys: readonly Component[]): readonly Component[] {
  const byType = readObject(context.document, 'components') ?? {};
  const components = Object.keys(byType).flatMap((type) =>
    (readObjects(byType, type) ?? []).flatMap((item) => flatten(context, item, type, context.realmId)),
  );
  const own = components.filter((component) => component.providerType === KEY_PROVIDERS);
  const rest = components.filter((component) => component.providerType !== KEY_PROVIDERS);
  for (const type of new Set(rest.map((component) => component.providerType))) {
    if (UNUSED_TYPES.has(type))
      context.report.warn(`components.${type}`, 'is kept, but user federation is not available: its users cannot sign in');
  }
  return [...rest, ...completeKeys(context, own, generatedKeys)];
}

/** Sub-components become components whose parent is the outer one. */
function flatten(context: ImportContext, representation: Representation, providerType: string, parentId: string): readonly Component[] {
  const { subComponents: _, ...own } = representation;
  const component = { ...fromComponentRepresentation(own, { id: context.ids.uuid(), realmId: context.realmId, providerType }), parentId };
  const nested = readObject(representation, 'subComponents') ?? {};
  return [
    component,
    ...Object.keys(nested).flatMap((type) =>
      (readObjects(nested, type) ?? []).flatMap((item) => flatten(context, item, type, component.id)),
    ),
  ];
}

function completeKeys(context: ImportContext, own: readonly Component[], generated: readonly Component[]): readonly Component[] {
  const placed = generated.map((component) => ({ ...component, parentId: context.realmId }));
  const filled = own.map((component) => {
    if (hasMaterial(component) || !GENERATED.has(component.providerId)) return component;
    const made = placed.find((other) => other.providerId === component.providerId && sameAlgorithm(other, component));
    if (made === undefined) return component;
    context.report.warn(
      `components.${KEY_PROVIDERS}[${readText({ ...component }, 'name')}]`,
      'came without its key and got a new one: tokens signed with the old one are not accepted',
    );
    return { ...component, config: { ...component.config, ...made.config } };
  });
  const added =
    own.length === 0
      ? placed
      : placed.filter((made) =>
          REQUIRED_KINDS.some((kind) => kind(made) && !filled.some((component) => kind(component) && hasMaterial(component))),
        );
  return [...filled, ...added];
}

function sameAlgorithm(one: Component, other: Component): boolean {
  return other.config.algorithm === undefined || one.config.algorithm?.[0] === other.config.algorithm[0];
}
