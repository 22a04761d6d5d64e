import type { ProtocolMapper, RealmSnapshot, User } from '@anteroom/core';
import { writablePath, writeClaim } from '../claim-path.ts';
import { EVERYWHERE } from '../claim-target.ts';
import { claimValue } from '../claim-value.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** Four fields of the model are attributes to Keycloak too. */
function ownValues(user: User, name: string): readonly string[] {
  switch (name) {
    case 'username':
      return [user.username];
    case 'email':
      return user.email === null ? [] : [user.email];
    case 'firstName':
      return user.firstName === null ? [] : [user.firstName];
    case 'lastName':
      return user.lastName === null ? [] : [user.lastName];
    default:
      return Object.hasOwn(user.attributes, name) ? user.attributes[name]! : [];
  }
}

/** A group has an attribute itself or from the nearest parent that has it. */
function groupValues(realm: RealmSnapshot, groupId: string, name: string): readonly string[] {
  for (let group = realm.group(groupId); group !== null; group = group.parentId === null ? null : realm.group(group.parentId)) {
    const values = Object.hasOwn(group.attributes, name) ? group.attributes[name]! : [];
    if (values.length > 0) return values;
  }
  return [];
}

/** The user's own values win over a group's, unless `aggregate.attrs` asks for all of them together. */
export function attributeValues(realm: RealmSnapshot, user: User, name: string, aggregate: boolean): readonly string[] {
  const own = ownValues(user, name);
  if (own.length > 0 && !aggregate) return own;
  const inherited = user.groups.map((id) => groupValues(realm, id, name));
  if (!aggregate) return inherited.find((values) => values.length > 0) ?? [];
  return [...new Set([...own, ...inherited.flat()])];
}

export const userAttributeMapper: MapperKind = {
  id: 'oidc-usermodel-attribute-mapper',
  compile(mapper: ProtocolMapper) {
    const path = writablePath(mapper.config['claim.name']);
    const attribute = mapper.config['user.attribute'];
    if (path === null || !attribute) return null;
    const aggregate = mapper.config['aggregate.attrs'] === 'true';
    return compiled(mapper, EVERYWHERE, ({ realm, user }, { claims }) => {
      const value = claimValue(mapper, attributeValues(realm, user, attribute, aggregate));
      if (value !== undefined) writeClaim(claims, path, value, mapper.config.multivalued === 'true');
    });
  },
};
