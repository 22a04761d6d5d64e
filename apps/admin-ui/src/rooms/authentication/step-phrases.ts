import type { MessageKey } from '../../i18n/messages.ts';
import type { Lead } from './step-lead.ts';

/** What a step does, in words that follow its lead; others are called by their name. */
export const STEP_PHRASES: Readonly<Record<string, MessageKey>> = {
  'allow-access-authenticator': 'step.allow',
  'auth-conditional-otp-form': 'step.conditionalOtp',
  'auth-cookie': 'step.cookie',
  'auth-otp-form': 'step.otpForm',
  'auth-password-form': 'step.passwordForm',
  'auth-recovery-authn-code-form': 'step.recoveryForm',
  'auth-spnego': 'step.kerberos',
  'auth-username-form': 'step.usernameForm',
  'auth-username-password-form': 'step.usernamePasswordForm',
  'client-jwt': 'step.clientJwt',
  'client-secret': 'step.clientSecret',
  'client-secret-jwt': 'step.clientSecretJwt',
  'client-x509': 'step.clientX509',
  'conditional-client-scope': 'step.ifClientScope',
  'conditional-credential': 'step.ifCredential',
  'conditional-level-of-authentication': 'step.ifLevel',
  'conditional-sub-flow-executed': 'step.ifSubFlow',
  'conditional-user-attribute': 'step.ifAttribute',
  'conditional-user-configured': 'step.ifConfigured',
  'conditional-user-role': 'step.ifRole',
  'deny-access-authenticator': 'step.deny',
  'direct-grant-validate-otp': 'step.grantOtp',
  'direct-grant-validate-password': 'step.grantPassword',
  'direct-grant-validate-username': 'step.grantUsername',
  'identity-provider-redirector': 'step.identityProvider',
  'registration-password-action': 'step.registrationPassword',
  'registration-terms-and-conditions': 'step.registrationTerms',
  'registration-user-creation': 'step.registrationUser',
  'reset-credential-email': 'step.resetMail',
  'reset-credentials-choose-user': 'step.resetUser',
  'reset-otp': 'step.resetOtp',
  'reset-password': 'step.resetPassword',
  'session-persistence': 'step.persistence',
  'transient-session': 'step.transient',
  'user-session-limits': 'step.sessionLimits',
  'webauthn-authenticator': 'step.webauthn',
  'webauthn-authenticator-passwordless': 'step.passkey',
};

export const LEAD_TEXT = {
  off: 'lead.off',
  always: 'lead.always',
  'only-if': 'lead.onlyIf',
  'and-if': 'lead.andIf',
  first: 'lead.first',
  next: 'lead.next',
  'if-holds': 'lead.ifHolds',
  either: 'lead.either',
  otherwise: 'lead.otherwise',
  ignored: 'lead.ignored',
} as const satisfies Record<Lead, MessageKey>;

export const REQUIREMENT_TEXT = {
  REQUIRED: 'requirement.required',
  ALTERNATIVE: 'requirement.alternative',
  CONDITIONAL: 'requirement.conditional',
  DISABLED: 'requirement.disabled',
} as const satisfies Record<string, MessageKey>;

export const BINDING_TEXT = {
  browserFlow: 'binding.browser',
  directGrantFlow: 'binding.directGrant',
  registrationFlow: 'binding.registration',
  resetCredentialsFlow: 'binding.resetCredentials',
  firstBrokerLoginFlow: 'binding.firstBrokerLogin',
  dockerAuthenticationFlow: 'binding.docker',
  clientAuthenticationFlow: 'binding.clientAuthentication',
} as const satisfies Record<string, MessageKey>;
