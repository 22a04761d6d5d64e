import type { Kept } from './types.ts';

/** A login with its outcome; its steps are asked for one by one. */
export interface Login {
  readonly id: string;
  readonly time: string;
  readonly type: string;
  readonly error: string | null;
  readonly clientId: string | null;
  readonly userId: string | null;
  readonly username: string | null;
  readonly sessionId: string | null;
  readonly ipAddress: string | null;
  readonly flow: string;
  readonly transient: boolean;
}

export interface LoginPage {
  readonly transient: { readonly logins: number; readonly writesSaved: number };
  readonly logins: readonly Login[];
}

export interface TraceStep {
  /** Which request of the login it was, from 1. */
  readonly request: number;
  readonly kind: 'step' | 'condition' | 'sub-flow' | 'required-action';
  readonly executionId: string;
  readonly name: string;
  readonly requirement: string | null;
  readonly level: number;
  readonly decision: 'success' | 'attempted' | 'challenge' | 'mailed' | 'set-up' | 'failed' | 'denied' | 'skipped' | 'true' | 'false';
  readonly why: string;
  readonly ms: number;
}

export interface ReceiptRecord {
  readonly type: string;
  readonly id: string;
  readonly store: string;
  readonly promise: Readonly<Record<string, Kept>> | null;
  readonly expiresAt: string;
}

export interface Receipt {
  readonly transient: boolean;
  readonly writesSaved: number;
  readonly records: readonly ReceiptRecord[];
}

export interface LoginTrace extends Login {
  readonly steps: readonly TraceStep[];
  readonly receipt: Receipt | null;
}

export interface ReceiptCheck {
  readonly holds: boolean;
  readonly findings: readonly { readonly record: string; readonly ok: boolean; readonly why: string }[];
}
