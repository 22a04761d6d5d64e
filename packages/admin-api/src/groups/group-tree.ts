import type { Group, RealmSnapshot, Role } from '@anteroom/core';

const byName = (a: Group, b: Group) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

export function childrenOf(realm: RealmSnapshot, parentId: string | null): readonly Group[] {
  return realm.configuration.groups.filter((group) => group.parentId === parentId).sort(byName);
}

/** `/staff/engineering`; a `~/` escapes a slash that is part of a name (Keycloak). */
export function groupByPath(realm: RealmSnapshot, path: string): Group | null {
  const names = path
    .replace(/^\//, '')
    .replaceAll('~/', '\u0000')
    .split('/')
    .map((name) => name.replaceAll('\u0000', '/'));
  let found: Group | null = null;
  for (const name of names) {
    const next: Group | undefined = childrenOf(realm, found === null ? null : found.id).find((group) => group.name === name);
    if (next === undefined) return null;
    found = next;
  }
  return found;
}

/** The group and all above it, the top first. */
export function lineOf(realm: RealmSnapshot, group: Group): readonly Group[] {
  const parent = group.parentId === null ? null : realm.group(group.parentId);
  return parent === null ? [group] : [...lineOf(realm, parent), group];
}

/** What a member of these groups is given, by them and by those above them. */
export function rolesOfGroups(realm: RealmSnapshot, groupIds: readonly string[]): readonly Role[] {
  const groups = groupIds.flatMap((id) => realm.group(id) ?? []).flatMap((group) => lineOf(realm, group));
  return groups.flatMap((group) => group.roles.flatMap((id) => realm.role(id) ?? []));
}
