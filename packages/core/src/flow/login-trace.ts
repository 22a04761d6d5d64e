import type { Requirement } from '../directory/flow.ts';
import type { RecordType } from '../session/records.ts';
import type { StorePromise } from '../session/store-promise.ts';

/**
 * What became of one execution. `challenge`: a page was shown; `denied`: it could not go on (among alternatives the next one is tried);
 * `skipped`: a conditional sub-flow that did not apply; `true` and `false` are a condition's.
 */
export type TraceDecision =
  | 'success'
  | 'attempted'
  | 'challenge'
  | 'mailed'
  | 'set-up'
  | 'failed'
  | 'denied'
  | 'skipped'
  | 'true'
  | 'false';

/** One execution that ran in a login: what it decided, why in words, and how long it waited for stores and hashes. Holds no secret. */
export interface TraceStep {
  /** Which request of the login, from 1. */
  readonly request: number;
  readonly kind: 'step' | 'condition' | 'sub-flow' | 'required-action';
  readonly executionId: string;
  /** Provider id, alias of the sub-flow, or alias of the required action. */
  readonly name: string;
  readonly requirement: Requirement | null;
  /** How many sub-flows it stands in. */
  readonly level: number;
  readonly decision: TraceDecision;
  readonly why: string;
  readonly ms: number;
}

/** How a login went through its flow. */
export interface FlowTrace {
  readonly flowId: string;
  readonly flow: string;
  readonly steps: readonly TraceStep[];
}

/** A record that a login wrote and that outlives it: where, and what its store promises of it. Plain data: times are epoch milliseconds. */
export interface ReceiptRecord {
  readonly type: RecordType;
  readonly id: string;
  /** Tag of the store. */
  readonly store: string;
  readonly promise: StorePromise | null;
  readonly expiresAt: number;
  readonly user: string;
  /** The client's part of the session, at its generation. */
  readonly client: string;
  readonly generation: string;
}

export interface LoginReceipt {
  readonly transient: boolean;
  /** Writes of the session store that an ordinary login would have made. */
  readonly writesSaved: number;
  readonly records: readonly ReceiptRecord[];
}

/** Trace and receipt of a login, kept beside its event and as long. */
export interface LoginTrace {
  readonly eventId: string;
  readonly time: Date;
  readonly trace: FlowTrace;
  readonly receipt: LoginReceipt | null;
}
