import type { User } from '../../api/types.ts';
import { type AttributeRow, attributeRows, gatherAttributes } from '../../ui/attributes.ts';

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
  const attributes = Object.fromEntries(Object.entries(user.attributes ?? {}).filter(([name]) => !OWN_FIELDS.has(name)));
  const known = (user.userProfileMetadata?.attributes ?? []).map(({ name }) => name).filter((name) => !OWN_FIELDS.has(name));
  return {
    username: user.username,
    email: user.email ?? '',
    emailVerified: user.emailVerified,
    firstName: user.firstName ?? '',
    lastName: user.lastName ?? '',
    enabled: user.enabled,
    requiredActions: [...user.requiredActions],
    attributes: attributeRows(attributes, known),
  };
}

/** The whole user: with `attributes` in it, a body without an address or a name would erase them (Keycloak). */
export const toBody = (user: User, { attributes, ...values }: UserForm): Readonly<Record<string, unknown>> => ({
  id: user.id,
  ...values,
  attributes: gatherAttributes(attributes),
});
