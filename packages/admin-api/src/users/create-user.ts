import {
  type Change,
  type Clock,
  type Credential,
  clearPassword,
  fromCredentialRepresentation,
  fromUserRepresentation,
  type IdSource,
  type RealmSnapshot,
  readFlag,
  readObjects,
  readTexts,
  type User,
} from '@anteroom/core';
import type { AdminPasswords } from '../dependencies.ts';
import { groupByPath } from '../groups/group-tree.ts';
import { refused } from '../http/failure.ts';
import type { Body } from '../schemas/representations.ts';
import { managedAttributes, profileOf } from '../user-profile/profile.ts';
import { validateUser } from '../user-profile/validate-user.ts';

interface Sources {
  readonly passwords: AdminPasswords;
  readonly ids: IdSource;
  readonly clock: Clock;
}

/** A new user from `POST users`: default role, default groups and required actions, and credentials hashed before the transaction. */
export async function planUser(
  realm: RealmSnapshot,
  body: Body,
  sources: Sources,
): Promise<{ readonly user: User; readonly changes: readonly Change[] }> {
  const user = newUser(realm, body, sources);
  const credentials = await planCredentials(realm, user, readObjects(body, 'credentials') ?? [], [], sources);
  return { user, changes: [{ kind: 'create-user', user }, ...credentials] };
}

function newUser(realm: RealmSnapshot, body: Body, { ids, clock }: Sources): User {
  // An administrator names neither the id nor the owner of an account.
  const { id: _i, createdTimestamp: _c, serviceAccountClientId: _s, ...given } = body;
  const draft = fromUserRepresentation(given, { id: ids.uuid(), createdAt: clock.now() });
  const username = realm.realm.registrationEmailAsUsername && draft.email !== null ? draft.email : draft.username;
  if (username === '') throw refused(400, 'User name is missing');
  const profile = profileOf(realm);
  const named = { ...draft, username, attributes: managedAttributes(profile, draft.attributes) };
  validateUser(profile, named);
  const groups = (readTexts(body, 'groups') ?? []).map((path) => {
    const group = groupByPath(realm, path);
    if (group === null) throw refused(400, `Group not found: ${path}`);
    return group.id;
  });
  const known = new Set(realm.configuration.requiredActions.map((action) => action.alias));
  const defaults = realm.configuration.requiredActions
    .filter((action) => action.enabled && action.defaultAction)
    .map((action) => action.alias);
  return {
    ...named,
    requiredActions: [...new Set([...named.requiredActions.filter((action) => known.has(action)), ...defaults])],
    roles: [realm.realm.defaultRoleId],
    groups: [...new Set([...realm.realm.defaultGroups, ...groups])],
  };
}

/** Clear passwords are judged by the realm's policy and hashed; stored credentials of an export are taken as they are. */
export async function planCredentials(
  realm: RealmSnapshot,
  user: User,
  given: readonly Body[],
  existing: readonly Credential[],
  sources: Sources,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  // An UPDATE_PASSWORD that the user has or is given stays, whatever password comes along (Keycloak): only `reset-password` settles it.
  let current = { ...user, requiredActions: user.requiredActions.filter((action) => action !== 'UPDATE_PASSWORD') };
  let priority = Math.max(0, ...existing.map((credential) => credential.priority)) + 10;
  for (const representation of given) {
    const password = clearPassword(representation);
    if (password === null || password === '') {
      const owner = { id: sources.ids.uuid(), userId: user.id, createdAt: sources.clock.now(), priority };
      const { id: _, ...withoutId } = representation;
      const credential: Credential | null = fromCredentialRepresentation(withoutId, owner);
      if (credential !== null) changes.push({ kind: 'put-credential', credential });
    } else {
      const violation = await sources.passwords.violation({
        realm: realm.realm,
        username: user.username,
        email: user.email,
        credentials: existing,
        password,
      });
      if (violation !== null) throw refused(400, 'Password policy not met');
      const temporary = readFlag(representation, 'temporary') ?? false;
      changes.push(
        ...(await sources.passwords.planSet({
          realm: realm.realm,
          user: current,
          credentials: existing,
          password,
          temporary,
          sessions: 'keep',
        })),
      );
      current = { ...current, credentialVersion: current.credentialVersion + 1 };
    }
    priority += 10;
  }
  return changes;
}
