import type { FieldErrors, Message, User } from '@anteroom/core';
import { matchesWholly } from '@anteroom/passwords';
import { isRequiredOfUser, type ProfileAttribute } from './user-profile.ts';

export interface ProfileInput {
  /** Attribute → what was posted, trimmed. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
}

/** Attributes with a field on the page: those the user may change and that hold one value. The user name has its own rules and none. */
export function profileFields(attributes: readonly ProfileAttribute[]): readonly ProfileAttribute[] {
  return attributes.filter(({ name, multivalued, editableByUser }) => name !== 'username' && !multivalued && editableByUser);
}

/** Judges the posted fields by the profile; the first error of each field, in Keycloak's keys. */
export function checkProfile(fields: readonly ProfileAttribute[], form: Readonly<Record<string, string>>): ProfileInput {
  const values: Record<string, string> = {};
  const errors: Record<string, Message> = {};
  for (const field of fields) {
    const value = (form[field.name] ?? '').trim();
    values[field.name] = value;
    const error = judge(field, value);
    if (error !== null) errors[field.name] = error;
  }
  return { values, errors };
}

/** Keycloak's `username-prohibited-characters`. */
const NOT_IN_USERNAMES = /[<>&"'\s$%!#?§;*~/\\|^=[\]{}()\p{Cc}`,]/u;
/** Letters of one script look like those of another: a user name keeps to Latin and the punctuation of names. */
const ONE_SCRIPT = /^[\p{sc=Latin}\p{sc=Common}]+$/u;

/** An attribute tied to a scope is not demanded here: the page is the same whichever client is used. */
function judge(field: ProfileAttribute, value: string): Message | null {
  if (value === '') return isRequiredOfUser(field, []) ? { key: 'error-user-attribute-required', args: [field.name] } : null;
  const { length, email, pattern, options } = field.validations;
  const min = Number(length?.min ?? 0);
  const max = Number(length?.max ?? 2048);
  if (value.length < min || value.length > max) return { key: 'error-invalid-length', args: [field.name, min, max] };
  if (email !== undefined && !isEmail(value)) return { key: 'error-invalid-email', args: [field.name] };
  if (pattern !== undefined && matchesWholly(String(pattern.pattern ?? ''), value) !== true) {
    return { key: 'error-pattern-no-match', args: [field.name] };
  }
  if (Array.isArray(options?.options) && !options.options.includes(value)) return { key: 'error-invalid-value', args: [field.name] };
  if (field.validations['username-prohibited-characters'] !== undefined && NOT_IN_USERNAMES.test(value)) {
    return { key: 'error-username-invalid-character', args: [field.name] };
  }
  if (field.validations['up-username-not-idn-homograph'] !== undefined && !ONE_SCRIPT.test(value)) {
    return { key: 'error-username-invalid-character', args: [field.name] };
  }
  const isPersonName = field.validations['person-name-prohibited-characters'] !== undefined;
  if (isPersonName && /[<>&"$%!#?§;*~/\\|^=[\]{}()\p{Cc}]/u.test(value))
    return { key: 'error-person-name-invalid-character', args: [field.name] };
  return null;
}

export function isEmail(value: string): boolean {
  return value.length <= 254 && /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]+$/.test(value);
}

/** The account with the values; an emptied one is taken away. */
export function patchOf(
  user: User,
  values: Readonly<Record<string, string>>,
): Partial<Pick<User, 'email' | 'firstName' | 'lastName' | 'attributes' | 'emailVerified'>> {
  const attributes: Record<string, readonly string[]> = { ...user.attributes };
  const known: { email?: string | null; firstName?: string | null; lastName?: string | null } = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === 'email') known.email = value === '' ? null : value.toLowerCase();
    else if (name === 'firstName' || name === 'lastName') known[name] = value === '' ? null : value;
    else if (value === '') delete attributes[name];
    else attributes[name] = [value];
  }
  const emailChanges = known.email !== undefined && known.email !== user.email;
  return { ...known, attributes, ...(emailChanges && { emailVerified: false }) };
}
