import { DEFAULT_USER_PROFILE, type RealmSnapshot, USER_PROFILE_PROVIDER, userProfileOf } from '@anteroom/core';

export const PROFILE_CONFIG = 'kc.user.profile.config';

export interface ProfileAttribute {
  readonly name: string;
  readonly displayName?: string;
  readonly validations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly required?: { readonly roles?: readonly string[]; readonly scopes?: readonly string[] };
  readonly permissions?: { readonly view?: readonly string[]; readonly edit?: readonly string[] };
  readonly multivalued?: boolean;
  readonly group?: string;
}

/** Keycloak's declarative user profile. */
export interface UserProfile {
  readonly attributes: readonly ProfileAttribute[];
  readonly groups?: readonly Readonly<Record<string, unknown>>[];
  /** Absent: attributes that the profile does not name are dropped. */
  readonly unmanagedAttributePolicy?: 'ENABLED' | 'ADMIN_EDIT' | 'ADMIN_VIEW';
}

export function profileComponent(realm: RealmSnapshot) {
  return realm.configuration.components.find((component) => component.providerType === USER_PROFILE_PROVIDER) ?? null;
}

export function profileOf(realm: RealmSnapshot): UserProfile {
  const profile = userProfileOf(realm);
  return (Array.isArray(profile.attributes) ? profile : DEFAULT_USER_PROFILE) as unknown as UserProfile;
}

/** Names that are fields of a user, not attributes. */
export const ROOT_ATTRIBUTES: ReadonlySet<string> = new Set(['username', 'email', 'firstName', 'lastName']);

type Attributes = Readonly<Record<string, readonly string[]>>;

const administratorEdits = ({ permissions }: ProfileAttribute) => permissions?.edit?.includes('admin') !== false;

/** Whoever may set an attribute may see it (Keycloak). */
export const administratorViews = (attribute: ProfileAttribute): boolean =>
  attribute.permissions?.view?.includes('admin') !== false || attribute.permissions.edit?.includes('admin') === true;

/** What administrators are shown: not what the profile shows to others only. */
export function shownAttributes<V>(profile: UserProfile, attributes: Readonly<Record<string, V>>): Readonly<Record<string, V>> {
  const hidden = new Set(profile.attributes.filter((attribute) => !administratorViews(attribute)).map(({ name }) => name));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !hidden.has(name)));
}

/**
 * Attributes as an administrator sets them: those of the profile, and others if the realm allows unmanaged ones. What administrators may
 * not edit stays as it was `before`.
 */
export function managedAttributes(profile: UserProfile, attributes: Attributes, before: Attributes = {}): Attributes {
  const free = profile.unmanagedAttributePolicy === 'ENABLED' || profile.unmanagedAttributePolicy === 'ADMIN_EDIT';
  const known = new Map(profile.attributes.map((attribute) => [attribute.name, attribute]));
  const kept = Object.entries(before).filter(([name]) => known.has(name) && !administratorEdits(known.get(name)!));
  const given = Object.entries(attributes).filter(([name, values]) => {
    if (ROOT_ATTRIBUTES.has(name) || values.every((value) => value === '')) return false;
    const attribute = known.get(name);
    return attribute === undefined ? free || name === 'locale' : administratorEdits(attribute);
  });
  return Object.fromEntries([...given, ...kept]);
}
