import type { User } from '@anteroom/core';
import { AdminFailure } from '../http/failure.ts';
import type { ProfileAttribute, UserProfile } from './profile.ts';
import { validators } from './validators.ts';

export type UserFields = Pick<User, 'username' | 'email' | 'firstName' | 'lastName' | 'attributes'>;

interface Violation {
  readonly field: string;
  readonly errorMessage: string;
  readonly params: readonly unknown[];
}

const NAMES = ['username', 'email', 'firstName', 'lastName'] as const;
const LONGEST = 255;

/** Checks what an administrator wrote against the profile; one violation is answered as itself, several as a list (Keycloak). */
export function validateUser(profile: UserProfile, user: UserFields): void {
  const ofProfile = profile.attributes.flatMap((attribute) => violationsOf(attribute, user));
  // Whatever the profile allows: a name is a column of 255 characters (Keycloak).
  const tooLong = NAMES.filter((name) => (user[name]?.length ?? 0) > LONGEST && ofProfile.every(({ field }) => field !== name));
  const violations = [
    ...ofProfile,
    ...tooLong.map((field) => ({ field, errorMessage: 'error-invalid-length', params: [field, 0, LONGEST] })),
  ];
  if (violations.length === 1) throw new AdminFailure(400, { ...violations[0]! });
  if (violations.length > 1) throw new AdminFailure(400, { errors: violations });
}

function violationsOf(attribute: ProfileAttribute, user: UserFields): readonly Violation[] {
  const values = valuesOf(attribute.name, user);
  const present = values.filter((value) => value !== '');
  if (present.length === 0) {
    const required = attribute.required?.roles?.includes('admin') === true;
    return required ? [{ field: attribute.name, errorMessage: 'error-user-attribute-required', params: [attribute.name] }] : [];
  }
  if (attribute.multivalued !== true && present.length > 1 && attribute.validations?.multivalued === undefined) {
    return [{ field: attribute.name, errorMessage: 'error-invalid-multivalued-size', params: [attribute.name, 0, 1] }];
  }
  for (const [name, config] of Object.entries(attribute.validations ?? {})) {
    for (const value of present) {
      const broken = validators[name]?.(value, config) ?? null;
      if (broken !== null) return [{ field: attribute.name, errorMessage: broken.message, params: [attribute.name, ...broken.params] }];
    }
  }
  return [];
}

function valuesOf(name: string, user: UserFields): readonly string[] {
  if (name === 'username') return [user.username];
  if (name === 'email' || name === 'firstName' || name === 'lastName') return user[name] === null ? [] : [user[name]];
  return user.attributes[name] ?? [];
}
