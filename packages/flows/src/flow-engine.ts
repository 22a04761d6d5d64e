import type {
  Change,
  Client,
  Flow,
  FlowRefusal,
  FlowState,
  FlowTrace,
  Message,
  Outcome,
  RealmSnapshot,
  SessionRecord,
  User,
  View,
} from '@anteroom/core';

/** What a flow is run for. Each has a binding of its own in the realm, and steps that stand in no other. */
export type FlowPurpose = 'login' | 'reset-credentials' | 'registration';

/** What a flow may know of the request; no HTTP type appears here. */
export interface FlowContext {
  readonly realm: RealmSnapshot;
  readonly client: Client;
  readonly flow: Flow;
  readonly ipAddress: string;
  /** A live SSO session of this browser, already checked against the user's not-before marks. */
  readonly session: { readonly sid: string; readonly record: SessionRecord; readonly user: User } | null;
  readonly prompt: readonly string[];
  /** Seconds; null when not asked. */
  readonly maxAge: number | null;
  readonly acrValues: readonly string[];
  /** Those of them one of which must be reached (OpenID Connect Core §5.5.1.1). */
  readonly essentialAcr?: readonly string[];
  /** `kc_action`: a required action that the application asks for, run after the others. */
  readonly action?: { readonly alias: string; readonly parameter: string | null } | null;
  /** A language that the person chose on a page of this login (`kc_locale`). */
  readonly chosenLocale?: string | null;
  readonly loginHint: string | null;
  /** Who was remembered in this browser ("remember me"): the form begins with the name, and ticked. It proves nothing. */
  readonly remembered?: string | null;
  /** Scopes of the request, for `conditional-client-scope`. */
  readonly scopes: readonly string[];
  readonly locale: string;
  /** Absent: a login. */
  readonly purpose?: FlowPurpose;
  /** Where a mailed link may lead back to in the end: an address that the client has registered. */
  readonly redirectUri?: string | null;
  /** The tab that the login is in, for a mailed link to find back to it. */
  readonly tab?: string | null;
}

/**
 * Form fields of a POST; a repeated field is refused earlier. Besides the pages' own fields: `tryAnotherWay` (any value) shows the other
 * ways to sign in, `authenticationExecution` chooses one of them.
 */
export type Form = Readonly<Record<string, string>>;

/**
 * The next step. `changes` must be committed by the caller, in one directory unit with its own, before it acts on the step;
 * `events` are login events to be written where the realm has events on (type, error, details without secrets).
 */
export type FlowStep = {
  readonly changes: readonly Change[];
  /**
   * Changes that may be lost (a password hashed anew by today's policy): committed after the step in a unit of their own, whose
   * `conflict` is ignored. Never part of the caller's unit: another login may have done the same a moment before.
   */
  readonly upgrades: readonly Change[];
  readonly events: readonly FlowEvent[];
  /** How the login went so far; null where the realm keeps no events. To be kept beside the event that this step ends with. */
  readonly trace: FlowTrace | null;
} & (
  | {
      readonly kind: 'challenge';
      readonly state: FlowState;
      readonly executionId: string;
      readonly view: View;
      /** Whether there are other ways to sign in at this page ("try another way"). */
      readonly otherWays: boolean;
      /** Whether the person may leave the page undone: an application asked for it, not the account. */
      readonly cancellable: boolean;
    }
  /** Over, and nobody is signed in: the page says what happened (the account was deleted). */
  | { readonly kind: 'ended'; readonly state: FlowState; readonly view: View }
  | {
      readonly kind: 'complete';
      readonly state: FlowState;
      readonly outcome: Outcome;
      /** As this run read it: what the caller need not read again, as long as `changes` is empty. */
      readonly user: User;
    }
  | {
      readonly kind: 'refused';
      readonly state: FlowState;
      readonly refusal: FlowRefusal;
      readonly view: View | null;
      readonly missing: 'username' | null;
    }
  /** Of a reset flow: whoever was named has mail, if there is somebody to send it to. Nothing in the step says which. */
  | { readonly kind: 'mailed'; readonly state: FlowState }
);

export interface FlowEvent {
  readonly type: string;
  readonly userId: string | null;
  readonly error: string | null;
  readonly details: Readonly<Record<string, string>>;
}

export interface FlowEngine {
  /** Starts a browser-like flow. */
  start(context: FlowContext): Promise<FlowStep>;
  /** Goes on with a posted form. `executionId` is the one the page was made for; a stale one shows the current page again. */
  submit(context: FlowContext, state: FlowState, executionId: string, form: Form): Promise<FlowStep>;
  /** Shows the current page again (reload, back button) without changing anything. */
  resume(context: FlowContext, state: FlowState): Promise<FlowStep>;
  /** The same engine without pages: a challenge becomes a refusal. Pending required actions refuse with `account_not_set_up`. */
  directGrant(context: FlowContext, form: Form): Promise<Extract<FlowStep, { kind: 'complete' | 'refused' }>>;
  /** Whether the realm offers this, and its flow has nothing in it that this server cannot do. */
  offers(realm: RealmSnapshot, purpose: Exclude<FlowPurpose, 'login'>): boolean;
}

/** Required actions on their own, for mailed links: the same code that a login runs. */
export interface RequiredActions {
  /** Ids that are registered, enabled in the realm and known here. */
  isKnown(realm: RealmSnapshot, action: string): boolean;
  show(input: RequiredActionInput): Promise<View>;
  /** A finished action gives its changes (the caller commits them with marker and event); otherwise the page again with its errors. */
  submit(input: RequiredActionInput & { readonly form: Form }): Promise<
    | {
        readonly kind: 'done';
        readonly changes: readonly Change[];
        readonly events: readonly FlowEvent[];
        readonly logoutOtherSessions: boolean;
        readonly notice?: Message;
      }
    | { readonly kind: 'challenge'; readonly view: View }
  >;
}

export interface RequiredActionInput {
  readonly realm: RealmSnapshot;
  readonly action: string;
  readonly user: User;
  readonly locale: string;
  /** Id of what stands for the login in progress (the link): what one page leaves to the next is kept under it. */
  readonly holder: string;
}
