import type { Change, Client, RealmSnapshot, User, View } from '@anteroom/core';
import type { FlowEvent, Form } from '../flow-engine.ts';
import type { Ask } from './need.ts';

export interface ActionContext {
  readonly realm: RealmSnapshot;
  readonly user: User;
  readonly now: Date;
  readonly locale: string;
}

export type ActionResult =
  | { readonly kind: 'challenge'; readonly view: View; readonly events: readonly FlowEvent[] }
  | {
      readonly kind: 'done';
      readonly changes: readonly Change[];
      readonly events: readonly FlowEvent[];
      readonly logoutOtherSessions: boolean;
    };

/** Something a user must do before a login ends, or by a mailed link. Pure: everything from outside is asked for. */
export interface RequiredAction {
  readonly id: string;
  show(context: ActionContext): Ask<View>;
  submit(context: ActionContext, form: Form): Ask<ActionResult>;
}

/** Adds required actions that nobody wrote into the account. */
export interface ActionTrigger {
  readonly action: string;
  triggers(context: Omit<ActionContext, 'locale'> & { readonly client: Client; readonly scopes: readonly string[] }): Ask<boolean>;
}
