import { isPasswordExpired, parsePasswordPolicy } from '@anteroom/passwords';
import { ask } from '../evaluate/need.ts';
import type { ActionTrigger } from '../evaluate/required-action.ts';
import { isProfileIncomplete } from './user-profile.ts';

export const ACTION_TRIGGERS: readonly ActionTrigger[] = [
  {
    action: 'VERIFY_EMAIL',
    *triggers({ realm, user }) {
      return realm.realm.verifyEmail && !user.emailVerified && user.email !== null;
    },
  },
  {
    action: 'UPDATE_PASSWORD',
    *triggers({ realm, user, now }) {
      const policy = parsePasswordPolicy(realm.realm.passwordPolicy ?? '', { unknown: 'keep' });
      if (policy.expiresAfterDays === null) return false;
      const credentials = yield* ask({ kind: 'credentials', userId: user.id });
      return credentials.some((credential) => credential.type === 'password' && isPasswordExpired(policy, credential, now));
    },
  },
  {
    action: 'VERIFY_PROFILE',
    *triggers({ realm, user, scopes }) {
      return isProfileIncomplete(realm, user, scopes);
    },
  },
];
