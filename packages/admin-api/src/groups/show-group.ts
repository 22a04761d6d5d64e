import { type Group, type GroupRepresentationOptions, type RealmSnapshot, toGroupRepresentation } from '@anteroom/core';
import type { Admin } from '../permissions/admin.ts';
import { may } from '../permissions/permission.ts';

/** A group with what the caller may do with it. */
export function showGroup(
  admin: Admin,
  realm: RealmSnapshot,
  group: Group,
  options: GroupRepresentationOptions = {},
): Readonly<Record<string, unknown>> {
  return { ...toGroupRepresentation(realm, group, options), access: groupAccess(admin) };
}

function groupAccess(admin: Admin): Readonly<Record<string, boolean>> {
  const manage = admin.may(may.manageUsers);
  const view = admin.may(may.viewUsers);
  return { view, viewMembers: view, manageMembers: manage, manage, manageMembership: manage };
}
