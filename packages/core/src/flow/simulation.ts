import type { Client } from '../directory/client.ts';
import type { AuthenticatorConfig, Flow } from '../directory/flow.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { FlowTrace } from './login-trace.ts';
import type { FlowRefusal, SessionPersistence } from './outcome.ts';

export interface Simulation {
  readonly realm: RealmSnapshot;
  /** The flow to run, stored or not; those of `drafts` replace stored ones of the same id. */
  readonly flow: Flow;
  readonly drafts?: { readonly flows: readonly Flow[]; readonly configs: readonly AuthenticatorConfig[] };
  readonly binding: 'browser' | 'direct_grant';
  readonly client: Client;
  /** User name or address, as it would be typed. */
  readonly login: string;
  /** Whether what the person types is right. No secret is needed to know what would follow. */
  readonly password: 'right' | 'wrong';
  readonly otp: 'right' | 'wrong';
  /** The browser has a live single sign-on session of this user. */
  readonly session: boolean;
  readonly prompt: readonly string[];
  readonly scopes: readonly string[];
  readonly acrValues: readonly string[];
}

export interface SimulationResult {
  /** `page`: what would be shown last, and cannot be answered here. */
  readonly outcome: 'complete' | 'refused' | 'page' | 'mailed';
  readonly refusal: FlowRefusal | null;
  readonly page: { readonly executionId: string; readonly kind: string; readonly requiredAction: boolean } | null;
  readonly acr: string | null;
  readonly amr: readonly string[];
  readonly transient: boolean;
  readonly persistence: SessionPersistence | null;
  readonly trace: FlowTrace;
}

/** Runs a flow for somebody without any effect: nothing is written, mailed or counted. Counters and credentials are read as they are. */
export type SimulateLogin = (simulation: Simulation) => Promise<SimulationResult>;
