import { FLOW_BINDINGS, fromRealmRepresentation, isAnteroomError, type Realm, type RealmSnapshot } from '@anteroom/core';
import type { AdminPasswords } from '../dependencies.ts';
import { refused } from '../http/failure.ts';
import type { Body } from '../schemas/representations.ts';

/** `PUT /admin/realms/{realm}`: absent keys stay. A binding to a flow that is not there, or an unknown password rule, changes nothing. */
export function updatedRealm(realm: RealmSnapshot, body: Body, passwords: Pick<AdminPasswords, 'checkPolicy'>): Realm {
  const updated = fromRealmRepresentation(body, realm.realm);
  if (updated.passwordPolicy !== realm.realm.passwordPolicy) checkPolicy(updated.passwordPolicy ?? '', passwords);
  for (const binding of FLOW_BINDINGS) {
    if (updated[binding] !== realm.realm[binding] && realm.flowByAlias(updated[binding]) === null)
      throw refused(400, 'Failed to update realm');
  }
  if (updated.realm !== realm.name) checkRealmName(updated.realm);
  return updated;
}

function checkPolicy(text: string, passwords: Pick<AdminPasswords, 'checkPolicy'>): void {
  try {
    passwords.checkPolicy(text);
  } catch (error) {
    if (isAnteroomError(error, 'invalid_input')) throw refused(400, error.publicText ?? 'Password policy not found');
    throw error;
  }
}

/** A realm's name is a path segment of every URL. */
export function checkRealmName(name: string): void {
  if (name === '') throw refused(400, 'Realm name cannot be empty');
  if (name.length > 255) throw refused(400, 'Realm name is longer than 255 characters');
  if (/[/?#%&=+;:\\{}<>"'`\s\p{Cc}]/u.test(name) || name === '.' || name === '..')
    throw refused(400, 'Character not allowed in realm name');
}
