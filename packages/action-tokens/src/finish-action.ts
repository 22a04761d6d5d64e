import type { ActionLink, Change, RealmSnapshot } from '@anteroom/core';
import { adoption } from './adopted-link.ts';

/** Actions that change the password or the address, which kills every link made before, this one too: they come last. */
const KILLS_LINKS: ReadonlySet<string> = new Set(['UPDATE_EMAIL', 'UPDATE_PASSWORD']);
/** Has no page behind a link that came by mail: who confirms the first page has done it. */
export const PROVEN_BY_MAIL = 'VERIFY_EMAIL';

/** What is still to do through a link, in the order it is asked for: by the realm's priorities, as a login asks. */
export function remainingActions(realm: RealmSnapshot, link: ActionLink): readonly string[] {
  const priority = new Map(realm.configuration.requiredActions.map((action) => [action.alias, action.priority]));
  const rank = (action: string): number =>
    action === PROVEN_BY_MAIL ? -1 : (KILLS_LINKS.has(action) ? 1e9 : 0) + (priority.get(action) ?? 1e6);
  return link.actions.filter((action) => !link.done.includes(action)).sort((a, b) => rank(a) - rank(b));
}

/**
 * The unit of work that ends one action: its mark, for the last one also the spending of the link, and only then what the action
 * changes. The guards stand first because a new password raises the credential version they compare with. Of many units that race,
 * the directory lets one through; the others fail with `link_spent` and change nothing.
 */
export function finishAction(
  realm: RealmSnapshot,
  link: ActionLink,
  step: { readonly action: string | null; readonly changes: readonly Change[]; readonly at: Date },
): { readonly changes: readonly Change[]; readonly spent: boolean } {
  const left = remainingActions(realm, link).filter((action) => action !== step.action);
  const spent = left.length === 0;
  const mark: readonly Change[] = step.action === null ? [] : [{ kind: 'mark-link-action', id: link.id, action: step.action, at: step.at }];
  const spend: readonly Change[] = spent ? [{ kind: 'spend-link', id: link.id, at: step.at }] : [];
  const opened: readonly Change[] = link.openedAt === null ? [{ kind: 'open-link', id: link.id, at: step.at }] : [];
  return { changes: [...adoption(link), ...mark, ...spend, ...opened, ...step.changes], spent };
}

/** Notes that a person went on from the first page; nothing when it is noted already. */
export function noteOpened(link: ActionLink, at: Date): readonly Change[] {
  return link.openedAt === null ? [...adoption(link), { kind: 'open-link', id: link.id, at }] : [];
}
