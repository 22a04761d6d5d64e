import type { FieldErrors, RealmSnapshot, User } from '@anteroom/core';
import { type Draft, setUser } from '../evaluate/draft.ts';
import { type Ask, ask } from '../evaluate/need.ts';
import { checkProfile, patchOf, profileFields } from '../required-actions/check-profile.ts';
import { isRequiredOfUser, type ProfileAttribute, profileAttributes } from '../required-actions/user-profile.ts';
import type { FormAction } from './form-action.ts';

/** The account itself: what the user profile lets people write about themselves, with the realm's default roles, groups and actions. */
export const userCreation: FormAction = {
  id: 'registration-user-creation',
  asksPassword: false,
  fields({ context }, form) {
    return attributesOf(context.realm).map((attribute) => ({
      name: attribute.name,
      label: attribute.displayName,
      value: form?.[attribute.name] ?? (attribute.name === loginName(context.realm) ? (context.loginHint ?? '') : ''),
      required: isMandatory(context.realm, attribute),
      readOnly: false,
    }));
  },
  *validate(filled) {
    const { draft, form } = filled;
    const { realm } = draft.context;
    const attributes = attributesOf(realm);
    const { values, errors } = checkProfile(attributes, form);
    const name = loginName(realm);
    const username = (values[name] ?? '').toLowerCase();
    filled.candidate = newUser(draft, yield* ask({ kind: 'new-id' }), username, values);
    if (username === '') {
      const missing = { key: name === 'email' ? 'missingEmailMessage' : 'missingUsernameMessage' };
      return { fields: { ...errors, [name]: missing }, error: 'invalid_registration' };
    }
    if (Object.keys(errors).length > 0) return { fields: errors, error: 'invalid_registration' };
    return yield* findDuplicates(realm, filled.candidate);
  },
  *apply({ draft, candidate }) {
    if (candidate === null) throw new Error('a registration is judged before it is applied');
    draft.changes.push({ kind: 'create-user', user: candidate });
    setUser(draft, candidate);
    draft.attempted = candidate.username;
  },
};

/** What the person is asked for; with the address as user name there is no other. */
function attributesOf(realm: RealmSnapshot): readonly ProfileAttribute[] {
  const attributes = profileAttributes(realm);
  const username = realm.realm.registrationEmailAsUsername ? [] : attributes.filter(({ name }) => name === 'username');
  const others = profileFields(attributes);
  // Without its field nobody could register: the login name is asked for whatever the profile says of it.
  const email = attributes.filter(
    ({ name }) => name === 'email' && realm.realm.registrationEmailAsUsername && !others.some((other) => other.name === name),
  );
  return [...username, ...email, ...others];
}

const loginName = ({ realm }: RealmSnapshot): 'email' | 'username' => (realm.registrationEmailAsUsername ? 'email' : 'username');

function isMandatory(realm: RealmSnapshot, attribute: ProfileAttribute): boolean {
  return attribute.name === loginName(realm) || isRequiredOfUser(attribute, []);
}

function newUser({ context, now }: Draft, id: string, username: string, values: Readonly<Record<string, string>>): User {
  const { realm, configuration } = context.realm;
  const { username: _, ...others } = values;
  const user: User = {
    id,
    username,
    email: null,
    emailVerified: false,
    firstName: null,
    lastName: null,
    enabled: true,
    createdAt: now,
    attributes: {},
    requiredActions: configuration.requiredActions.filter((action) => action.enabled && action.defaultAction).map(({ alias }) => alias),
    notBefore: 0,
    sessionsNotBefore: null,
    credentialVersion: 0,
    serviceAccountClient: null,
    roles: [realm.defaultRoleId],
    groups: [...realm.defaultGroups],
    extra: {},
  };
  return { ...user, ...patchOf(user, others) };
}

/**
 * Names the conflict; the directory's own uniqueness is what holds under a race. Where people sign in by address as well, one person's
 * address must not be another's user name: it would lead to the wrong account.
 */
function* findDuplicates(
  { realm }: RealmSnapshot,
  { username, email }: User,
): Ask<{ readonly fields: FieldErrors; readonly error: string | null }> {
  if ((yield* ask({ kind: 'find-user', login: username })) !== null) {
    return realm.registrationEmailAsUsername
      ? { fields: { email: { key: 'emailExistsMessage' } }, error: 'email_in_use' }
      : { fields: { username: { key: 'usernameExistsMessage' } }, error: 'username_in_use' };
  }
  if (email !== null && !realm.duplicateEmailsAllowed) {
    const other =
      (yield* ask({ kind: 'find-email', email })) ?? (realm.loginWithEmailAllowed ? yield* ask({ kind: 'find-user', login: email }) : null);
    if (other !== null) return { fields: { email: { key: 'emailExistsMessage' } }, error: 'email_in_use' };
  }
  return { fields: {}, error: null };
}
