import type { Clock, CredentialStore, PasswordHasher } from '@anteroom/core';
import type { LearningPasswordHasher } from '@anteroom/passwords';

/** A kind that nobody has any more is forgotten after a day; the survey is repeated before that. */
const REPEAT_AFTER_MS = 12 * 60 * 60 * 1000;

/**
 * Verification is padded to the slowest kind of hash that a realm has. Which kinds those are is asked of the directory before the first
 * password of a realm is checked, so that not even the first login with an old, expensive hash can be told from one without an account.
 */
export function createSurveyingHasher({
  hasher,
  credentials,
  clock,
}: {
  readonly hasher: LearningPasswordHasher;
  readonly credentials: Pick<CredentialStore, 'passwordKinds'>;
  readonly clock: Clock;
}): PasswordHasher {
  const surveys = new Map<string, { readonly at: number; readonly done: Promise<void> }>();

  const survey = (realmId: string): Promise<void> => {
    const known = surveys.get(realmId);
    const at = clock.now().getTime();
    if (known !== undefined && at - known.at < REPEAT_AFTER_MS) return known.done;
    const done = credentials.passwordKinds(realmId).then((kinds) => hasher.learn(realmId, kinds));
    surveys.set(realmId, { at, done });
    done.catch(() => surveys.delete(realmId));
    return done;
  };

  return {
    admit: (realm, address) => hasher.admit(realm, address),
    hash: (realm, password) => hasher.hash(realm, password),
    matchesAny: (list, password) => hasher.matchesAny(list, password),
    async verify(realm, credential, password, address) {
      await survey(realm.id);
      return hasher.verify(realm, credential, password, address);
    },
  };
}
