import { AUTHENTICATORS } from './authenticators/index.ts';
import { CONDITIONS } from './conditions/index.ts';
import { FORM_ACTIONS } from './registration/form-actions.ts';

/** What an administrator is shown of a provider that can stand in a flow. */
export interface KnownAuthenticator {
  readonly id: string;
  readonly displayName: string;
  readonly category: 'authenticator' | 'condition' | 'form' | 'form-action' | 'client-authenticator';
  readonly requirementChoices: readonly ('REQUIRED' | 'ALTERNATIVE' | 'DISABLED' | 'CONDITIONAL')[];
  readonly configurable: boolean;
  /** False: it can be kept and exported, and a flow that needs it refuses (an ALTERNATIVE is passed over). */
  readonly available: boolean;
}

type Choices = KnownAuthenticator['requirementChoices'];
type Row = readonly [id: string, displayName: string, choices?: Choices, configurable?: 'configurable'];

const ALL: Choices = ['REQUIRED', 'ALTERNATIVE', 'DISABLED'];
const ON_OFF: Choices = ['REQUIRED', 'DISABLED'];
const ALWAYS: Choices = ['REQUIRED'];

/** Of clients, by the protocol's own package. */
const CLIENT_METHODS = ['client-secret', 'client-secret-jwt', 'client-jwt'];
const available = new Set([...[...AUTHENTICATORS, ...CONDITIONS, ...FORM_ACTIONS].map(({ id }) => id), ...CLIENT_METHODS]);

function rows(category: KnownAuthenticator['category'], defaultChoices: Choices, list: readonly Row[]): readonly KnownAuthenticator[] {
  return list.map(([id, displayName, requirementChoices = defaultChoices, configurable]) => ({
    id,
    displayName,
    category,
    requirementChoices,
    configurable: configurable !== undefined,
    available: available.has(id),
  }));
}

/** Keycloak 26's providers in its words, the code by mail, and the two steps of our own that say how a session is kept. */
export const KNOWN_AUTHENTICATORS: readonly KnownAuthenticator[] = [
  ...rows('authenticator', ALL, [
    ['allow-access-authenticator', 'Allow access', ON_OFF],
    ['auth-conditional-otp-form', 'Conditional OTP Form', ON_OFF, 'configurable'],
    ['auth-cookie', 'Cookie'],
    ['auth-email-code-form', 'Email Code Form', ALL, 'configurable'],
    ['auth-otp-form', 'OTP Form'],
    ['auth-password-form', 'Password Form', ALWAYS],
    ['auth-recovery-authn-code-form', 'Recovery Authentication Code Form'],
    ['auth-spnego', 'Kerberos'],
    ['auth-username-form', 'Username Form', ALWAYS],
    ['auth-username-password-form', 'Username Password Form', ALWAYS],
    ['auth-x509-client-username-form', 'X509/Validate Username Form', ALL, 'configurable'],
    ['deny-access-authenticator', 'Deny access', ON_OFF, 'configurable'],
    ['direct-grant-auth-x509-username', 'X509/Validate Username', ALL, 'configurable'],
    ['direct-grant-validate-otp', 'OTP'],
    ['direct-grant-validate-password', 'Password'],
    ['direct-grant-validate-username', 'Username Validation', ALWAYS],
    ['docker-http-basic-authenticator', 'Docker Authenticator', ALWAYS],
    ['http-basic-authenticator', 'HTTP Basic Authentication'],
    ['identity-provider-redirector', 'Identity Provider Redirector', ALL, 'configurable'],
    ['idp-add-organization-member', 'Organization Member Onboard'],
    ['idp-auto-link', 'Automatically set existing user'],
    ['idp-confirm-link', 'Confirm link existing account'],
    ['idp-confirm-override-link', 'Confirm override existing link'],
    ['idp-create-user-if-unique', 'Create User If Unique', ALL, 'configurable'],
    ['idp-detect-existing-broker-user', 'Detect existing broker user'],
    ['idp-email-verification', 'Verify existing account by Email'],
    ['idp-review-profile', 'Review Profile', ALL, 'configurable'],
    ['idp-username-password-form', 'Username Password Form for identity provider reauthentication', ALWAYS],
    ['organization', 'Organization Identity-First Login', ALL, 'configurable'],
    ['reset-credential-email', 'Send Reset Email', ALWAYS, 'configurable'],
    ['reset-credentials-choose-user', 'Choose User', ALWAYS],
    ['reset-otp', 'Reset OTP', ALL, 'configurable'],
    ['reset-password', 'Reset Password'],
    ['session-persistence', 'Session persistence', ON_OFF, 'configurable'],
    ['transient-session', 'Transient session', ON_OFF],
    ['user-session-limits', 'User session count limiter', ON_OFF, 'configurable'],
    ['webauthn-authenticator', 'WebAuthn Authenticator'],
    ['webauthn-authenticator-passwordless', 'WebAuthn Passwordless Authenticator'],
  ]),
  ...rows('condition', ON_OFF, [
    ['conditional-client-scope', 'Condition - client scope', ON_OFF, 'configurable'],
    ['conditional-credential', 'Condition - credential', ON_OFF, 'configurable'],
    ['conditional-level-of-authentication', 'Condition - Level of Authentication', ON_OFF, 'configurable'],
    ['conditional-sub-flow-executed', 'Condition - sub-flow executed', ON_OFF, 'configurable'],
    ['conditional-user-attribute', 'Condition - user attribute', ON_OFF, 'configurable'],
    ['conditional-user-configured', 'Condition - user configured'],
    ['conditional-user-role', 'Condition - user role', ON_OFF, 'configurable'],
  ]),
  ...rows('form', ON_OFF, [['registration-page-form', 'Registration Page']]),
  ...rows('form-action', ON_OFF, [
    ['registration-password-action', 'Password Validation', ON_OFF, 'configurable'],
    ['registration-recaptcha-action', 'reCAPTCHA', ON_OFF, 'configurable'],
    ['registration-recaptcha-enterprise', 'reCAPTCHA Enterprise', ON_OFF, 'configurable'],
    ['registration-terms-and-conditions', 'Terms and conditions'],
    ['registration-user-creation', 'Registration User Profile Creation'],
  ]),
  ...rows('client-authenticator', ALL, [
    ['client-jwt', 'Signed JWT'],
    ['client-secret', 'Client Id and Secret'],
    ['client-secret-jwt', 'Signed JWT with Client Secret'],
    ['client-x509', 'X509 Certificate'],
    ['federated-jwt', 'Signed JWT - Federated'],
  ]),
];
