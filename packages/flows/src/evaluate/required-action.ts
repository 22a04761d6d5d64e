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
  /** Its own, kept from one page of it to the next and forgotten when it is done. */
  readonly notes: Map<string, string>;
  /** What an application named with it (`kc_action=delete_credential:<id>`); null otherwise. */
  readonly parameter: string | null;
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
    }
  /** The person said no, and without it there is no login. */
  | { readonly kind: 'denied'; readonly changes: readonly Change[]; readonly events: readonly FlowEvent[] }
  /** There is nobody left to sign in. */
  | { readonly kind: 'ended'; readonly changes: readonly Change[]; readonly events: readonly FlowEvent[]; readonly view: View };

/** Something a user must do before a login ends, or by a mailed link. Pure: everything from outside is asked for. */
export interface RequiredAction {
  readonly id: string;
  /** Nothing to do for this account, whatever stands in it. */
  isMoot?(user: User): boolean;
  /** What happens once when a login comes to its page; looking at the page again changes nothing. */
  enter?(context: ActionContext): Ask<Pick<ActionResult, 'events'> & { readonly changes: readonly Change[] }>;
  /** Has no meaning behind a mailed link. */
  readonly loginOnly?: true;
  /** Whether there is anything to do when an application asks for it; always, when absent. */
  applies?(context: ActionContext): Ask<boolean>;
  show(context: ActionContext): Ask<View>;
  submit(context: ActionContext, form: Form): Ask<ActionResult>;
}

/** Adds required actions that nobody wrote into the account. */
export interface ActionTrigger {
  readonly action: string;
  triggers(
    context: Pick<ActionContext, 'realm' | 'user' | 'now'> & { readonly client: Client; readonly scopes: readonly string[] },
  ): Ask<boolean>;
}
