import type { Directory, LoginFailures, RealmSnapshot, User } from '@anteroom/core';

export interface AskedPersonDependencies {
  readonly directory: { readonly users: Pick<Directory['users'], 'findByUsername' | 'findByEmail'> };
  readonly failures: Pick<LoginFailures, 'get' | 'isLocked'>;
}

/** Whether a person may be logged in for a client at this moment: enabled, and not locked out (CVE-2026-9798: at every step). */
export async function mayLogIn(
  { failures }: Pick<AskedPersonDependencies, 'failures'>,
  realm: RealmSnapshot,
  user: User,
): Promise<boolean> {
  if (!user.enabled || user.serviceAccountClient !== null) return false;
  return !failures.isLocked(realm, await failures.get(realm, user.id));
}

/** Whom a login hint means: a user name, or an address where the realm lets people log in with it. Null also for who may not log in. */
export async function askedPerson(dependencies: AskedPersonDependencies, realm: RealmSnapshot, hint: string): Promise<User | null> {
  const { users } = dependencies.directory;
  const byEmail = realm.realm.loginWithEmailAllowed && hint.includes('@') ? await users.findByEmail(realm.id, hint.toLowerCase()) : null;
  const user = byEmail ?? (await users.findByUsername(realm.id, hint.toLowerCase()));
  return user !== null && (await mayLogIn(dependencies, realm, user)) ? user : null;
}
