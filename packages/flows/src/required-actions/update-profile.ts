import type { Change, FieldErrors, View } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import type { ActionContext, RequiredAction } from '../evaluate/required-action.ts';
import { checkProfile, patchOf, profileFields } from './check-profile.ts';
import { isRequiredOfUser, profileAttributes, valuesOf } from './user-profile.ts';

/** The person's own data. VERIFY_PROFILE is the same page, asked for because something mandatory is missing. */
function profileAction(id: 'UPDATE_PROFILE' | 'VERIFY_PROFILE'): RequiredAction {
  return {
    id,
    *show(context) {
      return page(context, null, {});
    },
    *submit(context, form) {
      const { realm, user } = context;
      const { values, errors } = checkProfile(profileFields(profileAttributes(realm)), form);
      const patch = patchOf(user, values);
      const taken = errors.email === undefined && (yield* isTaken(context, patch.email ?? null));
      const found: FieldErrors = taken ? { ...errors, email: { key: 'emailExistsMessage' } } : errors;
      if (Object.keys(found).length > 0) return { kind: 'challenge', view: page(context, values, found), events: [] };
      const requiredActions = user.requiredActions.filter((action) => action !== 'UPDATE_PROFILE' && action !== 'VERIFY_PROFILE');
      const changes: Change[] = [{ kind: 'update-user', id: user.id, patch: { ...patch, requiredActions } }];
      // Links are bound to the address they were sent to.
      if (patch.emailVerified === false)
        changes.push({ kind: 'raise-credential-version', userId: user.id, expected: user.credentialVersion });
      return {
        kind: 'done',
        changes,
        events: [{ type: 'UPDATE_PROFILE', userId: user.id, error: null, details: {} }],
        logoutOtherSessions: false,
      };
    },
  };
}

export const updateProfile: RequiredAction = profileAction('UPDATE_PROFILE');
export const verifyProfile: RequiredAction = profileAction('VERIFY_PROFILE');

function* isTaken({ realm, user }: ActionContext, email: string | null): Ask<boolean> {
  if (email === null || email === user.email || realm.realm.duplicateEmailsAllowed) return false;
  const other = yield* ask({ kind: 'find-email', email });
  return other !== null && other.id !== user.id;
}

function page({ realm, user }: ActionContext, values: Readonly<Record<string, string>> | null, fieldErrors: FieldErrors): View {
  const fields = profileFields(profileAttributes(realm)).map((attribute) => ({
    name: attribute.name,
    label: attribute.displayName,
    value: values?.[attribute.name] ?? valuesOf(user, attribute.name)[0] ?? '',
    required: isRequiredOfUser(attribute, []),
    readOnly: false,
  }));
  return { kind: 'update-profile', username: user.username, fields, error: null, fieldErrors };
}
