import type { Change, Client, Message, RealmSnapshot, User, View } from '@anteroom/core';
import type { FlowEvent, Form } from '../flow-engine.ts';
import type { Ask } from './need.ts';

export interface ActionContext {
  readonly realm: RealmSnapshot;
  readonly user: User;
  readonly now: Date;
  readonly locale: string;
  /** The login that waits for the action; null behind a mailed link. */
  readonly login: { readonly clientId: string; readonly redirectUri: string | null; readonly tab: string | null } | null;
}

export type ActionResult =
  | { readonly kind: 'challenge'; readonly view: View; readonly changes?: readonly Change[]; readonly events: readonly FlowEvent[] }
  | {
      readonly kind: 'done';
      readonly changes: readonly Change[];
      readonly events: readonly FlowEvent[];
      readonly logoutOtherSessions: boolean;
      /** What the last page of a mailed link says instead of that the account has been updated. */
      readonly notice?: Message;
    };

/** Something a user must do before a login ends, or by a mailed link. Pure: everything from outside is asked for. */
export interface RequiredAction {
  readonly id: string;
  /** Nothing to do for this account, whatever stands in it. */
  isMoot?(user: User): boolean;
  /** What happens once when a login comes to its page; looking at the page again changes nothing. */
  enter?(context: ActionContext): Ask<Pick<ActionResult, 'events'> & { readonly changes: readonly Change[] }>;
  show(context: ActionContext): Ask<View>;
  submit(context: ActionContext, form: Form): Ask<ActionResult>;
}

/** Adds required actions that nobody wrote into the account. */
export interface ActionTrigger {
  readonly action: string;
  triggers(
    context: Omit<ActionContext, 'locale' | 'login'> & { readonly client: Client; readonly scopes: readonly string[] },
  ): Ask<boolean>;
}
