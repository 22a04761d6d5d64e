import type { Change, FieldErrors, View } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import { ownLocale } from '../evaluate/own-mail.ts';
import type { ActionContext, RequiredAction } from '../evaluate/required-action.ts';
import { checkProfile, patchOf, profileFields } from './check-profile.ts';
import { changesByMail, isTaken } from './update-email.ts';
import { isRequiredOfUser, type ProfileAttribute, profileAttributes, valuesOf } from './user-profile.ts';

/** The person's own data. VERIFY_PROFILE is the same page, asked for because something mandatory is missing. */
function profileAction(id: 'UPDATE_PROFILE' | 'VERIFY_PROFILE'): RequiredAction {
  return {
    id,
    *show(context) {
      return page(context, null, {});
    },
    *submit(context, form) {
      const { realm, user } = context;
      const { values, errors } = checkProfile(fieldsOf(context), form);
      const patch = patchOf(user, values);
      const taken = errors.email === undefined && (yield* isTaken(realm, user, patch.email ?? null));
      const found: FieldErrors = taken ? { ...errors, email: { key: 'emailExistsMessage' } } : errors;
      if (Object.keys(found).length > 0) return { kind: 'challenge', view: page(context, values, found), events: [] };
      const requiredActions = user.requiredActions.filter((action) => action !== 'UPDATE_PROFILE' && action !== 'VERIFY_PROFILE');
      const changes: Change[] = [{ kind: 'update-user', id: user.id, patch: { ...patch, requiredActions } }];
      if (patch.emailVerified === false) {
        // Links are bound to the address they were sent to; the former address hears of it, with a way back.
        changes.push({ kind: 'raise-credential-version', userId: user.id, expected: user.credentialVersion });
        changes.push(...(yield* warnFormerAddress(context, patch.email ?? null)));
      }
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

/** The address is not among the fields where it is changed by confirming the new one. */
function fieldsOf({ realm, user }: ActionContext): readonly ProfileAttribute[] {
  const fields = profileFields(profileAttributes(realm));
  return changesByMail(realm) && user.email ? fields.filter(({ name }) => name !== 'email') : fields;
}

function* warnFormerAddress({ realm, user, locale, login }: ActionContext, newEmail: string | null): Ask<readonly Change[]> {
  if (!user.email || !user.emailVerified) return [];
  return yield* ask({
    kind: 'plan-link',
    link: 'undo-email',
    user,
    actions: realm.realm.resetPasswordAllowed ? ['UPDATE_PASSWORD'] : [],
    clientId: login?.clientId ?? 'account',
    redirectUri: null,
    locale: ownLocale(user, locale),
    email: user.email,
    details: { newEmail: newEmail ?? '' },
  });
}

function page(context: ActionContext, values: Readonly<Record<string, string>> | null, fieldErrors: FieldErrors): View {
  const { user } = context;
  const fields = fieldsOf(context).map((attribute) => ({
    name: attribute.name,
    label: attribute.displayName,
    value: values?.[attribute.name] ?? valuesOf(user, attribute.name)[0] ?? '',
    required: isRequiredOfUser(attribute, []),
    readOnly: false,
  }));
  return { kind: 'update-profile', username: user.username, fields, error: null, fieldErrors };
}
