import type { User } from '../../api/types.ts';

/** One attribute with one of its values; an attribute with several values has several rows. */
export interface AttributeRow {
  readonly name: string;
  readonly value: string;
}

export interface UserForm {
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly enabled: boolean;
  readonly requiredActions: string[];
  attributes: AttributeRow[];
}

/** Attributes that have a field of their own. */
const OWN_FIELDS = new Set(['username', 'email', 'firstName', 'lastName']);

/** Profile attributes come first, also without a value; then whatever else the user has. */
export function userForm(user: User): UserForm {
  const attributes = user.attributes ?? {};
  const known = (user.userProfileMetadata?.attributes ?? []).map(({ name }) => name).filter((name) => !OWN_FIELDS.has(name));
  const others = Object.keys(attributes).filter((name) => !OWN_FIELDS.has(name) && !known.includes(name));
  return {
    username: user.username,
    email: user.email ?? '',
    emailVerified: user.emailVerified,
    firstName: user.firstName ?? '',
    lastName: user.lastName ?? '',
    enabled: user.enabled,
    requiredActions: [...user.requiredActions],
    attributes: [...known, ...others].flatMap((name) =>
      (attributes[name]?.length ? attributes[name] : ['']).map((value) => ({ name, value })),
    ),
  };
}

/** The whole user: with `attributes` in it, a body without an address or a name would erase them (Keycloak). */
export function toBody(user: User, { attributes, ...values }: UserForm): Readonly<Record<string, unknown>> {
  const gathered: Record<string, string[]> = {};
  for (const { name, value } of attributes) {
    const key = name.trim();
    if (key !== '' && value !== '') gathered[key] = [...(gathered[key] ?? []), value];
  }
  return { id: user.id, ...values, attributes: gathered };
}
