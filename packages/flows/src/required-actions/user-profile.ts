import { DEFAULT_USER_PROFILE, type RealmSnapshot, type User, userProfileOf } from '@anteroom/core';

/** One attribute of Keycloak's declarative user profile, as far as logins look at it. */
export interface ProfileAttribute {
  readonly name: string;
  readonly displayName: string;
  readonly multivalued: boolean;
  readonly required: { readonly roles?: readonly string[]; readonly scopes?: readonly string[] } | null;
  readonly editableByUser: boolean;
  readonly validations: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The attributes of a realm's user profile; its own or the default. Malformed entries are left out. */
export function profileAttributes(realm: RealmSnapshot): readonly ProfileAttribute[] {
  const profile = userProfileOf(realm);
  const list: readonly unknown[] = Array.isArray(profile.attributes) ? profile.attributes : [];
  const attributes = list.map(readAttribute).filter((attribute) => attribute !== null);
  // Keycloak makes realm master with nothing mandatory: an administrator needs no name.
  const isMaster = profile === DEFAULT_USER_PROFILE && realm.name === 'master';
  return isMaster ? attributes.map((attribute) => ({ ...attribute, required: null })) : attributes;
}

/** Whether a mandatory attribute that the user could fill in is missing. */
export function isProfileIncomplete(realm: RealmSnapshot, user: User, scopes: readonly string[]): boolean {
  return profileAttributes(realm).some(
    (attribute) => isRequiredOfUser(attribute, scopes) && valuesOf(user, attribute.name).every((value) => value.trim() === ''),
  );
}

/** `required: {}` holds for everybody; `roles` for the side that edits; `scopes` when one of them is asked for. */
export function isRequiredOfUser({ required, editableByUser }: ProfileAttribute, scopes: readonly string[]): boolean {
  if (required === null || !editableByUser) return false;
  if (required.roles !== undefined && required.roles.length > 0 && !required.roles.includes('user')) return false;
  return required.scopes === undefined || required.scopes.length === 0 || required.scopes.some((scope) => scopes.includes(scope));
}

export function valuesOf(user: User, name: string): readonly string[] {
  switch (name) {
    case 'username':
      return [user.username];
    case 'email':
    case 'firstName':
    case 'lastName': {
      const value = user[name];
      return value === null ? [] : [value];
    }
    default:
      return user.attributes[name] ?? [];
  }
}

function readAttribute(entry: unknown): ProfileAttribute | null {
  if (!isObject(entry) || typeof entry.name !== 'string') return null;
  const permissions = isObject(entry.permissions) ? entry.permissions : {};
  return {
    name: entry.name,
    displayName: typeof entry.displayName === 'string' ? entry.displayName : entry.name,
    multivalued: entry.multivalued === true,
    required: isObject(entry.required) ? { roles: strings(entry.required.roles), scopes: strings(entry.required.scopes) } : null,
    editableByUser: strings(permissions.edit)?.includes('user') ?? false,
    validations: isObject(entry.validations) ? (entry.validations as ProfileAttribute['validations']) : {},
  };
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
