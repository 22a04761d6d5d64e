import type { Change } from '../directory/change.ts';
import type { FlowTrace } from './login-trace.ts';

/**
 * Which store the session of a login goes to, where there are several: the one that promises most, or the one that costs least
 * (docs/session-persistence.md).
 */
export type SessionPersistence = 'durable' | 'fast';

/** What a finished flow says about the person: the only thing a protocol needs to go on (design: four walks). */
export interface Outcome {
  readonly userId: string;
  readonly username: string;
  readonly acr: string;
  /** RFC 8176 values, for example `['pwd', 'otp']`. */
  readonly amr: readonly string[];
  /** Set by a *Transient session* step or the client note: no session, no cookie, no refresh token. */
  readonly transient: boolean;
  /** Set by a *Session persistence* step; null: as every other session. */
  readonly persistence: SessionPersistence | null;
  readonly rememberMe: boolean;
  /** True when an existing SSO session answered; no new authentication happened. */
  readonly fromSession: boolean;
  readonly authTime: Date;
  /** How the flow went; null where the realm keeps no events. */
  readonly trace: FlowTrace | null;
  /** How many sessions this person may have at once; absent or null: any number. */
  readonly limits?: SessionLimits | null;
  /** What became of the action that an application asked for (`kc_action_status`); absent or null when none was. */
  readonly action?: { readonly alias: string; readonly status: ActionStatus } | null;
  /** User session notes for mappers. */
  readonly notes: Readonly<Record<string, string>>;
}

/** How many sessions a person may have at once (Keycloak's `user-session-limits`). */
export interface SessionLimits {
  /** In the realm; null: any number. */
  readonly ofUser: number | null;
  /** With one client; null: any number. */
  readonly ofClient: number | null;
  readonly whenFull: 'deny' | 'end-oldest';
  /** What the page says; null: the usual words. */
  readonly message: string | null;
}

/** Keycloak's `kc_action_status`. */
export type ActionStatus = 'success' | 'cancelled' | 'error';

/** Why a flow refused. Direct grant and pages translate it; unknown user and wrong password are one code on purpose. */
export type FlowRefusal =
  | 'invalid_user_credentials'
  | 'user_disabled'
  | 'user_temporarily_locked'
  | 'account_not_set_up'
  | 'access_denied'
  /** The person said no: the application is told (`access_denied`). */
  | 'rejected_by_user'
  | 'flow_misconfigured'
  | 'internal';

/** Plain data in the login in progress. Notes are scoped to the execution that wrote them. */
export interface FlowState {
  readonly flowId: string;
  readonly userId: string | null;
  /** Execution id → status. */
  readonly statuses: Readonly<Record<string, string>>;
  /** Execution id → its own notes. */
  readonly notes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The execution whose page is shown. */
  readonly current: string | null;
  readonly phase: 'flow' | 'required-actions' | 'consent' | 'done';
  readonly [key: string]: unknown;
}

export interface CommittedChanges {
  readonly changes: readonly Change[];
}
