import type { Change, Credential, FailureRecord, JsonObject, User } from '@anteroom/core';
import type { PolicyViolation } from '@anteroom/passwords';
import type { ModuleOutcome } from '../custom/call-module.ts';
import type { WebAuthnVerifier } from '../webauthn/webauthn-verifier.ts';

/** What the evaluation cannot know by itself. Each kind is answered by one call of a port. */
export type Need =
  | { readonly kind: 'find-user'; readonly login: string }
  | { readonly kind: 'get-user'; readonly userId: string }
  | { readonly kind: 'find-email'; readonly email: string }
  | { readonly kind: 'credentials'; readonly userId: string }
  /** Reserves an attempt before anything is evaluated; `userId` null is an unknown login, whose calls only take the same time. */
  | { readonly kind: 'reserve-attempt'; readonly userId: string | null; readonly login: string }
  | { readonly kind: 'settle-attempt'; readonly how: 'succeed' | 'release' | 'fail-password' | 'fail-otp' }
  /** `credential` null does the work of a real one and never matches. */
  | { readonly kind: 'verify-password'; readonly credential: Credential | null; readonly password: string }
  | { readonly kind: 'hash-password'; readonly password: string }
  | { readonly kind: 'check-password-policy'; readonly user: User; readonly password: string; readonly credentials: readonly Credential[] }
  | {
      readonly kind: 'plan-password';
      readonly user: User;
      readonly password: string;
      readonly credentials: readonly Credential[];
      readonly sessions: 'end' | 'keep';
    }
  /** A link to the user's address for these actions, and the mail that carries it. */
  | {
      readonly kind: 'plan-link';
      readonly link: 'reset-credentials' | 'verify-email' | 'update-email' | 'undo-email';
      readonly user: User;
      readonly actions: readonly string[];
      readonly clientId: string;
      readonly redirectUri: string | null;
      readonly locale: string | null;
      /** Where it goes when that is not the account's address. */
      readonly email?: string;
      readonly details?: Readonly<Record<string, string>>;
    }
  /** True for exactly one caller per `id` until `until`: a one-time code is used once. */
  | { readonly kind: 'use-once'; readonly id: string; readonly until: Date }
  | ({ readonly kind: 'verify-assertion' } & Parameters<WebAuthnVerifier['verifyAssertion']>[0])
  | ({ readonly kind: 'verify-attestation' } & Parameters<WebAuthnVerifier['verifyAttestation']>[0])
  /** The code that goes with a random word, for one person. */
  | { readonly kind: 'mailed-code'; readonly userId: string; readonly word: string; readonly expiresAt: Date }
  /** A step of somebody else's. */
  | { readonly kind: 'call-module'; readonly id: string; readonly call: () => unknown }
  | { readonly kind: 'new-id' }
  | { readonly kind: 'new-secret'; readonly characters: number; readonly alphabet?: 'codes' };

interface Answers {
  readonly 'find-user': User | null;
  readonly 'get-user': User | null;
  readonly 'find-email': User | null;
  readonly credentials: readonly Credential[];
  readonly 'reserve-attempt': boolean;
  readonly 'settle-attempt': FailureRecord | null;
  readonly 'verify-password': { readonly match: boolean; readonly rehash: boolean };
  readonly 'hash-password': { readonly secretData: JsonObject; readonly credentialData: JsonObject };
  readonly 'check-password-policy': readonly PolicyViolation[];
  readonly 'plan-password': readonly Change[];
  readonly 'plan-link': readonly Change[];
  readonly 'use-once': boolean;
  readonly 'verify-assertion': Awaited<ReturnType<WebAuthnVerifier['verifyAssertion']>>;
  readonly 'verify-attestation': Awaited<ReturnType<WebAuthnVerifier['verifyAttestation']>>;
  readonly 'mailed-code': string;
  readonly 'call-module': ModuleOutcome;
  readonly 'new-id': string;
  readonly 'new-secret': string;
}

export type AnswerTo<N extends Need> = Answers[N['kind']];
export type Fact = Answers[Need['kind']];

/** A computation that pauses at each need. It does no input or output: the same facts give the same result. */
export type Ask<T> = Generator<Need, T, unknown>;

export function* ask<N extends Need>(need: N): Ask<AnswerTo<N>> {
  return (yield need) as AnswerTo<N>;
}

/** Replays the facts known so far, in order; what comes out is the next need or the result. */
export function replay<T>(
  computation: Ask<T>,
  facts: readonly Fact[],
): { readonly kind: 'needs'; readonly need: Need } | { readonly kind: 'done'; readonly result: T } {
  let step = computation.next();
  for (const fact of facts) {
    if (step.done) break;
    step = computation.next(fact);
  }
  return step.done ? { kind: 'done', result: step.value } : { kind: 'needs', need: step.value };
}
