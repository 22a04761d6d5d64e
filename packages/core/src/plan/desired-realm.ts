import type { Component, Realm } from '../directory/realm.ts';
import { FLOW_BINDINGS } from '../directory/realm.ts';
import { AnteroomError } from '../errors.ts';
import { resolveGroups } from '../import/import-groups.ts';
import { fromComponentRepresentation, fromIdentityProviderRepresentation } from '../representation/component.ts';
import { type Representation, readObject, readObjects, readText, readTextMap, readTexts, without } from '../representation/read.ts';
import { fromRealmRepresentation } from '../representation/realm.ts';
import { asSet, type Desired, listOf, type PlanContext } from './desired.ts';

/** The realm's own fields. Attributes are added to those that are there. */
export function desiredRealm(context: PlanContext): readonly Desired[] {
  const { realm, document, names } = context;
  const before = realm.realm;
  const attributes = readTextMap(document, 'attributes');
  const given: Representation = {
    // The name is how the realm was found; its texts are exported even when there are none.
    ...without(document, ['realm', 'localizationTexts']),
    ...(attributes === undefined ? {} : { attributes: { ...before.attributes, ...attributes } }),
    ...(Object.keys(readObject(document, 'localizationTexts') ?? {}).length === 0 ? {} : { localizationTexts: document.localizationTexts }),
  };
  const draft = fromRealmRepresentation(given, before);
  const groups = readTexts(document, 'defaultGroups');
  const after: Realm = {
    ...draft,
    defaultDefaultClientScopes: asSet(before.defaultDefaultClientScopes, draft.defaultDefaultClientScopes),
    defaultOptionalClientScopes: asSet(before.defaultOptionalClientScopes, draft.defaultOptionalClientScopes),
    defaultGroups:
      groups === undefined ? before.defaultGroups : asSet(before.defaultGroups, resolveGroups(context, groups, 'defaultGroups')),
  };
  for (const binding of FLOW_BINDINGS) {
    const alias = after[binding];
    if (names.flow(alias) === null)
      throw new AnteroomError('invalid_input', `${binding}: there is no flow ${alias}`, { publicText: `There is no flow ${alias}` });
  }
  return [{ kind: 'realm', name: realm.name, before, after }];
}

/** Found by type and name, sub-components below theirs. */
export function desiredComponents({ realm, document, ids }: PlanContext): readonly Desired[] {
  const desired: Desired[] = [];
  const walk = (byType: Representation, parentId: string): void => {
    for (const type of Object.keys(byType)) {
      for (const { subComponents: nested, ...representation } of readObjects(byType, type) ?? []) {
        const name = readText(representation, 'name') ?? '';
        const isSame = (other: Component) =>
          other.providerType === type &&
          other.parentId === parentId &&
          other.name === name &&
          other.subType === readText(representation, 'subType');
        const before = realm.configuration.components.find(isSame) ?? null;
        const after = {
          ...fromComponentRepresentation(representation, { id: ids.uuid(), realmId: realm.id, providerType: type }, before ?? undefined),
          parentId,
        };
        desired.push({ kind: 'component', name: `${type.slice(type.lastIndexOf('.') + 1)} ${name}`.trim(), before, after });
        walk(readObject({ nested }, 'nested') ?? {}, after.id);
      }
    }
  };
  walk(readObject(document, 'components') ?? {}, realm.id);
  return desired;
}

export function desiredIdentityProviders({ realm, document, ids }: PlanContext): readonly Desired[] {
  return listOf(document, 'identityProviders').map((representation): Desired => {
    const name = readText(representation, 'alias') ?? '';
    const before = realm.configuration.identityProviders.find((provider) => provider.alias === name) ?? null;
    return {
      kind: 'identity-provider',
      name,
      before,
      after: fromIdentityProviderRepresentation(representation, ids.uuid(), before ?? undefined),
    };
  });
}
