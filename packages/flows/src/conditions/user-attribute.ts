import type { RealmSnapshot, User } from '@anteroom/core';
import { matchesWholly } from '@anteroom/passwords';
import type { Condition } from '../evaluate/authenticator.ts';
import { currentUser } from '../evaluate/draft.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';
import { valuesOf } from '../required-actions/user-profile.ts';

/** `attribute_name` has `attribute_expected_value` (`regex`: matches it), of the user or, with `include_group_attributes`, of a group. */
export const userAttribute: Condition = {
  id: 'conditional-user-attribute',
  *matches({ draft, config }) {
    const name = config.attribute_name ?? '';
    if (name === '') throw new FlowDenied('flow_misconfigured', 'conditional-user-attribute: no attribute is named');
    const user = yield* currentUser(draft);
    if (user === null) return false;
    const own = valuesOf(user, name);
    const values = config.include_group_attributes === 'true' ? [...own, ...groupValues(draft.context.realm, user, name)] : own;
    const expected = config.attribute_expected_value ?? '';
    const matches = config.regex === 'true' ? fullMatch(expected) : (value: string) => value === expected;
    return values.some(matches) !== (config.not === 'true');
  },
};

function fullMatch(pattern: string): (value: string) => boolean {
  return (value) => {
    const matches = matchesWholly(pattern, value);
    // Neither answer would be safe: the condition may let in or keep out.
    if (matches === null) throw new FlowDenied('flow_misconfigured', 'conditional-user-attribute: the pattern is wrong or takes too long');
    return matches;
  };
}

function groupValues(realm: RealmSnapshot, user: User, name: string): readonly string[] {
  const values: string[] = [];
  for (const id of user.groups) {
    for (let group = realm.group(id); group !== null; group = group.parentId === null ? null : realm.group(group.parentId)) {
      values.push(...(group.attributes[name] ?? []));
    }
  }
  return values;
}
