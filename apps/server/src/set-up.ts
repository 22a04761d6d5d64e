import { createSetUpLink, type SetUpLink } from '@anteroom/action-tokens';
import type { PasswordHasher } from '@anteroom/core';
import { checkPasswordPolicy, parsePasswordPolicy, planSetPassword } from '@anteroom/passwords';
import type { Core } from './compose-core.ts';
import { currentRealms } from './current-realms.ts';

/** The set-up link over this process's directory and password rules. */
export function setUpOf(core: Core, hasher: PasswordHasher): SetUpLink {
  const { directory, clock, ids, log } = core;
  return createSetUpLink({
    directory: { ...directory, realms: currentRealms(core) },
    passwords: {
      violation: async ({ realm, username, password }) => {
        const policy = parsePasswordPolicy(realm.passwordPolicy ?? '', { unknown: 'keep' });
        const [first] = await checkPasswordPolicy({ policy, password, username, email: null, history: [], hasher, clock });
        return first === undefined ? null : { key: first.key, args: first.args };
      },
      planSet: ({ realm, user, password }) =>
        planSetPassword({ realm, user, credentials: [], password, hasher, ids, clock, temporary: false, sessions: 'keep' }),
    },
    clock,
    ids,
    log,
  });
}
