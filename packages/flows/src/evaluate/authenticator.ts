import type { Execution, FlowRefusal, View } from '@anteroom/core';
import type { Form } from '../flow-engine.ts';
import type { Draft } from './draft.ts';
import type { Ask } from './need.ts';

/** What an execution may see and do. Its notes are its own: no other execution can read or write them. */
export interface ExecutionContext {
  readonly draft: Draft;
  readonly execution: Execution;
  /** The authenticator's configuration; empty without one. */
  readonly config: Readonly<Record<string, string>>;
  readonly notes: Map<string, string>;
}

/** `why` is for the trace of the login: words for whoever runs the realm, without anything secret. */
export type Result = { readonly why?: string } & (
  | { readonly kind: 'success' }
  | { readonly kind: 'attempted' }
  | { readonly kind: 'challenge'; readonly view: View }
  /** Whoever was named is sent a link, behind which the flow goes on; here it ends. */
  | { readonly kind: 'mailed' }
  /** Ends the login with an answer of its own; not even alternatives are tried. */
  | { readonly kind: 'failed'; readonly refusal: FlowRefusal; readonly message: string; readonly missing?: 'username' }
);

/** A leaf of a flow. Pure: everything from outside is asked for. */
export interface Authenticator {
  readonly id: string;
  readonly requiresUser: boolean;
  /**
   * Says only how the session of the login is kept and asks nobody anything. Beside ALTERNATIVE executions it is run before them and
   * does not push them out as any other REQUIRED one does: put on top of a copied browser flow it means what it says.
   */
  readonly isSetting?: true;
  /** The page of a form flow: what is on it are the executions of the flow that hangs on its own execution. */
  readonly isForm?: true;
  /** The credential type it proves, when it is one choice among the user's credentials ("try another way"). */
  readonly credentialType: string | null;
  /** The required action that sets it up, when a REQUIRED one may be set up during the login. */
  readonly setupAction: string | null;
  /** Whether the user of the login has what it asks for. */
  configuredFor(context: ExecutionContext): Ask<boolean>;
  authenticate(context: ExecutionContext): Ask<Result>;
  action(context: ExecutionContext, form: Form): Ask<Result>;
}

export interface ConditionContext extends ExecutionContext {
  /** The executions of the same sub-flow, the condition itself among them. */
  readonly siblings: readonly Execution[];
  isCondition(execution: Execution): boolean;
  /** Whether the user of the login has what an execution asks for. */
  isConfigured(execution: Execution): Ask<boolean>;
}

/** Decides whether a CONDITIONAL sub-flow exists for this login. One that throws denies the login. */
export interface Condition {
  readonly id: string;
  matches(context: ConditionContext): Ask<boolean>;
  /** The sub-flow that it stands in went through. */
  succeeded?(context: ExecutionContext): void;
}
