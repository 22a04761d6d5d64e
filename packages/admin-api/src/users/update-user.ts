import { type Change, type Clock, type RealmSnapshot, toUserPatch, type User, type UserPatch } from '@anteroom/core';
import { AdminFailure } from '../http/failure.ts';
import type { Body } from '../schemas/representations.ts';
import { managedAttributes, profileOf } from '../user-profile/profile.ts';
import { validateUser } from '../user-profile/validate-user.ts';

export interface UserUpdate {
  readonly changes: readonly Change[];
  readonly patch: UserPatch;
  /** The user as the changes leave it. */
  readonly after: User;
  /** True when sessions have to end. */
  readonly disables: boolean;
  readonly enables: boolean;
}

/**
 * `PUT users/{id}`: absent keys stay, except that a body with `attributes` speaks for the whole profile and erases an absent address or
 * name (Keycloak). `guarded`: only the user as read is changed. Disabling raises `sessionsNotBefore`; a new address kills mailed links.
 */
export function planUserUpdate(realm: RealmSnapshot, user: User, body: Body, clock: Clock, guarded: boolean): UserUpdate {
  const profile = profileOf(realm);
  const given = toUserPatch(body);
  const whole: UserPatch = given.attributes === undefined ? {} : { email: null, firstName: null, lastName: null };
  const known = new Set(realm.configuration.requiredActions.map((action) => action.alias));
  const patch: { -readonly [K in keyof UserPatch]: UserPatch[K] } = { ...whole, ...given };
  if (patch.attributes !== undefined) patch.attributes = managedAttributes(profile, patch.attributes, user.attributes);
  if (patch.requiredActions !== undefined) patch.requiredActions = patch.requiredActions.filter((action) => known.has(action));
  if (realm.realm.registrationEmailAsUsername && typeof patch.email === 'string') patch.username = patch.email;
  else if (patch.username !== undefined && patch.username !== user.username && !realm.realm.editUsernameAllowed) {
    throw new AdminFailure(400, { field: 'username', errorMessage: 'error-user-attribute-read-only', params: ['username'] });
  }
  if (patch.username === '') delete patch.username;
  validateUser(profile, { ...user, ...patch });

  const disables = user.enabled && patch.enabled === false;
  const enables = !user.enabled && patch.enabled === true;
  if (disables) patch.sessionsNotBefore = clock.now();
  if (enables && user.attributes.disabledReason !== undefined) {
    const { disabledReason: _, ...rest } = patch.attributes ?? user.attributes;
    patch.attributes = rest;
  }
  const changes: Change[] = [{ kind: 'update-user', id: user.id, patch, ...(guarded ? { expected: user } : {}) }];
  const movesAddress = patch.email !== undefined && patch.email !== user.email;
  if (movesAddress) {
    changes.push({ kind: 'raise-credential-version', userId: user.id, expected: user.credentialVersion });
  }
  const after = { ...user, ...patch, credentialVersion: user.credentialVersion + (movesAddress ? 1 : 0) };
  return { changes, patch, after, disables, enables };
}
