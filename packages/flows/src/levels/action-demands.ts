import type { Credential } from '@anteroom/core';
import { parsePasswordPolicy } from '@anteroom/passwords';
import { credentialsOf, type Draft } from '../evaluate/draft.ts';
import type { Ask } from '../evaluate/need.ts';
import { NO_LEVEL } from './acr-levels.ts';
import { levelOfAuthenticator } from './flow-levels.ts';

/** Keycloak's, where the action's configuration (`max_auth_age`) names none. */
const MAX_AUTH_AGE_SECONDS = 300;

/** Credential types that are proven beside a password, with the authenticators that do. */
const SECOND_FACTORS: Readonly<Record<string, readonly string[]>> = {
  otp: ['auth-otp-form'],
  webauthn: ['webauthn-authenticator'],
  'webauthn-passwordless': ['webauthn-authenticator-passwordless'],
  'recovery-authn-codes': ['auth-recovery-authn-code-form'],
};
/** How a session remembers that one of them was. */
const SECOND_FACTOR_AMR = ['otp', 'pop'];

/** Actions that add or take away a way to sign in. */
const ABOUT_FACTORS = [
  'CONFIGURE_TOTP',
  'CONFIGURE_RECOVERY_AUTHN_CODES',
  'webauthn-register',
  'webauthn-register-passwordless',
  'delete_credential',
  'delete_account',
];

export interface ActionDemands {
  /** The session's proof is too old, or is none of the factors the person has. */
  readonly fresh: boolean;
  /** The level of authentication in the flow that the credential to be deleted is worth. */
  readonly level: number;
}

/** What the action that an application asks for demands of the session it finds. */
export function* actionDemands(draft: Draft): Ask<ActionDemands> {
  const { action = null, session, realm, flow } = draft.context;
  if (action === null || session === null) return { fresh: false, level: NO_LEVEL };
  const credentials = yield* credentialsOf(draft, session.user.id);
  const isOld = draft.now.getTime() > session.record.authTime + maxAuthAge(draft, action.alias) * 1000;
  const type = credentials.find(({ id }) => action.alias === 'delete_credential' && id === action.parameter)?.type;
  const level = type === undefined ? null : levelOfAuthenticator(realm, flow, SECOND_FACTORS[type] ?? ['auth-password-form']);
  const weak = isAboutFactors(action.alias) && hasSecondFactor(credentials) && !session.record.amr.some(isSecondFactorAmr);
  return { fresh: isOld || weak, level: level ?? NO_LEVEL };
}

/** Whether this login has proven what the action demands; asked again before its page, whatever the flow was made of (CVE-2026-3429). */
export function* meetsDemands(draft: Draft, alias: string): Ask<boolean> {
  if (draft.neededLevel > Math.max(draft.level, NO_LEVEL)) return false;
  const credentials = yield* credentialsOf(draft, draft.userId ?? '');
  if (!isAboutFactors(alias) || !hasSecondFactor(credentials)) return true;
  const { session } = draft.context;
  const before = session !== null && (draft.fromSession || draft.steppedUp) ? session.record.amr : [];
  return draft.methods.some((type) => Object.hasOwn(SECOND_FACTORS, type)) || before.some(isSecondFactorAmr);
}

function maxAuthAge({ context: { realm } }: Draft, alias: string): number {
  const configured = Number(
    realm.configuration.requiredActions.find((action) => action.alias === alias)?.config.max_auth_age || Number.NaN,
  );
  if (Number.isInteger(configured) && configured >= 0) return configured;
  const policy = parsePasswordPolicy(realm.realm.passwordPolicy ?? '', { unknown: 'keep' });
  return alias === 'UPDATE_PASSWORD' ? (policy.maxAuthAge ?? MAX_AUTH_AGE_SECONDS) : MAX_AUTH_AGE_SECONDS;
}

const isAboutFactors = (alias: string): boolean => ABOUT_FACTORS.includes(alias);
const isSecondFactorAmr = (value: string): boolean => SECOND_FACTOR_AMR.includes(value);

function hasSecondFactor(credentials: readonly Credential[]): boolean {
  return credentials.some(({ type }) => Object.hasOwn(SECOND_FACTORS, type));
}
