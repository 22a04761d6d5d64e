import type { AdminPasswords } from '@anteroom/admin-api';
import type { Clock, IdSource, PasswordHasher } from '@anteroom/core';
import { checkPasswordPolicy, parsePasswordPolicy, planSetPassword } from '@anteroom/passwords';
import type { PasswordLists } from './password-lists.ts';

/** Password rules and hashing as the Admin REST needs them. */
export function createAdminPasswords({
  hasher,
  lists,
  clock,
  ids,
}: {
  readonly hasher: PasswordHasher;
  readonly lists: PasswordLists;
  readonly clock: Clock;
  readonly ids: IdSource;
}): AdminPasswords {
  return {
    checkPolicy: (text) => {
      parsePasswordPolicy(text);
    },
    violation: async ({ realm, username, email, credentials, password }) => {
      const [first] = await checkPasswordPolicy({
        policy: parsePasswordPolicy(realm.passwordPolicy ?? '', { unknown: 'keep' }),
        password,
        username,
        email,
        history: credentials,
        hasher,
        clock,
        blacklist: lists,
      });
      return first === undefined ? null : { key: first.key, text: first.text };
    },
    planSet: ({ realm, user, credentials, password, temporary, sessions }) =>
      planSetPassword({ realm, user, credentials, password, temporary, sessions, hasher, ids, clock }),
  };
}
