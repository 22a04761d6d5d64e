import type { Group, Page, RealmSnapshot } from '@anteroom/core';
import { sliceOf } from '../http/query.ts';
import { childrenOf, lineOf } from './group-tree.ts';

type Show = (group: Group, subGroups: readonly Record<string, unknown>[]) => Readonly<Record<string, unknown>>;

/** Matching groups by name; nested, each is shown inside the path from its top-level group, and nothing that does not lead to a match. */
export function searchGroups(
  realm: RealmSnapshot,
  search: string,
  options: { readonly exact: boolean; readonly nested: boolean; readonly page: Page },
  show: Show,
): readonly Readonly<Record<string, unknown>>[] {
  const wanted = search.toLowerCase();
  const matches = realm.configuration.groups
    .filter((group) => (options.exact ? group.name === search : group.name.toLowerCase().includes(wanted)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (!options.nested) return sliceOf(matches, options.page).map((group) => show(group, []));
  const onPath = new Set(sliceOf(matches, options.page).flatMap((group) => lineOf(realm, group).map((member) => member.id)));
  const tree = (parentId: string | null): Record<string, unknown>[] =>
    childrenOf(realm, parentId)
      .filter((group) => onPath.has(group.id))
      .map((group) => show(group, tree(group.id)));
  return tree(null);
}
