import type { AuthenticatorInfo, FlowModule } from '@anteroom/core';

export interface ConfigProperty {
  readonly name: string;
  readonly label: string;
  readonly helpText: string;
  readonly type: string;
  readonly defaultValue?: string;
  /** What a list is chosen from. */
  readonly options?: readonly string[];
}

export interface AuthenticatorProvider extends AuthenticatorInfo {
  readonly kind: 'authenticator' | 'form-action' | 'form' | 'client';
  readonly helpText: string;
  readonly properties: readonly ConfigProperty[];
}

const R = ['REQUIRED'];
const RD = ['REQUIRED', 'DISABLED'];
const RAD = ['REQUIRED', 'ALTERNATIVE', 'DISABLED'];

/** id: [name, choices, configurable, help]; Keycloak's words, and one step of our own. */
// biome-ignore format: a table
const AUTHENTICATORS: Readonly<Record<string, readonly [string, readonly string[], boolean, string]>> = {
  'allow-access-authenticator': ['Allow access', RAD, false, 'Authenticator will always successfully authenticate. Useful for example in the conditional flows to be used after satisfying the previous conditions'],
  'auth-conditional-otp-form': ['Conditional OTP Form', RAD, true, 'Validates a OTP on a separate OTP form. Only shown if required based on the configured conditions.'],
  'auth-cookie': ['Cookie', RAD, false, 'Validates the SSO cookie set by the auth server.'],
  'auth-otp-form': ['OTP Form', RAD, false, 'Validates a OTP on a separate OTP form.'],
  'auth-password-form': ['Password Form', R, false, 'Validates a password from login form.'],
  'auth-recovery-authn-code-form': ['Recovery Authentication Code Form', RAD, false, 'Validates a Recovery Authentication Code'],
  'auth-spnego': ['Kerberos', RAD, false, 'Initiates the SPNEGO protocol.  Most often used with Kerberos.'],
  'auth-username-form': ['Username Form', R, false, 'Selects a user from his username.'],
  'auth-username-password-form': ['Username Password Form', R, false, 'Validates a username and password from login form.'],
  'auth-x509-client-username-form': ['X509/Validate Username Form', RAD, true, 'Validates username and password from X509 client certificate received as a part of mutual SSL handshake.'],
  'conditional-client-scope': ['Condition - client scope', RD, true, 'Condition to evaluate if a configured client scope is present as a client scope of the client requesting authentication'],
  'conditional-credential': ['Condition - credential', RD, true, 'Condition to evaluate if a specific credential type has been used (or not used) by the user during the authentication process'],
  'conditional-level-of-authentication': ['Condition - Level of Authentication', RD, true, 'Flow is executed only if the configured LOA or a higher one has been requested but not yet satisfied. After the flow is successfully finished, the LOA in the session will be updated to value prescribed by this condition.'],
  'conditional-sub-flow-executed': ['Condition - sub-flow executed', RD, true, 'Condition to evaluate if a sub-flow was executed successfully (or not executed) during the authentication process'],
  'conditional-user-attribute': ['Condition - user attribute', RD, true, 'Flow is executed only if the user attribute exists and has the expected value'],
  'conditional-user-configured': ['Condition - user configured', RD, false, 'Executes the current flow only if authenticators are configured'],
  'conditional-user-role': ['Condition - user role', RD, true, 'Flow is executed only if user has the given role.'],
  'deny-access-authenticator': ['Deny access', RAD, true, 'Access will be always denied. Useful for example in the conditional flows to be used after satisfying the previous conditions'],
  'direct-grant-auth-x509-username': ['X509/Validate Username', R, true, 'Validates username and password from X509 client certificate received as a part of mutual SSL handshake.'],
  'direct-grant-validate-otp': ['OTP', RAD, false, 'Validates the one time password supplied as a \'totp\' form parameter in direct grant request'],
  'direct-grant-validate-password': ['Password', RAD, false, 'Validates the password supplied as a \'password\' form parameter in direct grant request'],
  'direct-grant-validate-username': ['Username Validation', R, false, 'Validates the username supplied as a \'username\' form parameter in direct grant request'],
  'docker-http-basic-authenticator': ['Docker Authenticator', R, false, 'Uses HTTP Basic authentication to validate docker users, returning a docker error token on auth failure'],
  'http-basic-authenticator': ['HTTP Basic Authentication', RAD, false, 'Validates username and password from Authorization HTTP header'],
  'identity-provider-redirector': ['Identity Provider Redirector', RAD, true, 'Redirects to default Identity Provider or Identity Provider specified with kc_idp_hint query parameter'],
  'idp-add-organization-member': ['Organization Member Onboard', RAD, false, 'Adds a federated user as a member of an organization'],
  'idp-auto-link': ['Automatically set existing user', RAD, false, 'Automatically set existing user to authentication context without any verification'],
  'idp-confirm-link': ['Confirm link existing account', RAD, false, 'Show the form where user confirms if he wants to link identity provider with existing account or rather edit user profile data retrieved from identity provider to avoid conflict'],
  'idp-confirm-override-link': ['Confirm override existing link', RAD, false, 'Confirm override the link if there is an existing broker user linked to the account.'],
  'idp-create-user-if-unique': ['Create User If Unique', RAD, true, 'Detect if there is existing account with same email like identity provider. If no, create new user'],
  'idp-detect-existing-broker-user': ['Detect existing broker user', RAD, false, 'Detect if there is an existing account with same email like identity provider. If no, throw an error.'],
  'idp-email-verification': ['Verify existing account by Email', RAD, false, 'Email verification of existing user, that wants to link his user account with identity provider'],
  'idp-review-profile': ['Review Profile', RAD, true, 'User reviews and updates profile data retrieved from Identity Provider in the displayed form'],
  'idp-username-password-form': ['Username Password Form for identity provider reauthentication', R, false, 'Validates a password from login form. Username may be already known from identity provider authentication'],
  organization: ['Organization Identity-First Login', RAD, true, 'If organizations are enabled, automatically redirects users to the corresponding identity provider.'],
  'reset-credential-email': ['Send Reset Email', R, true, 'Send email to user and wait for response.'],
  'reset-credentials-choose-user': ['Choose User', R, false, 'Choose a user to reset credentials for'],
  'reset-otp': ['Reset OTP', RAD, true, 'Sets the Configure OTP required action.'],
  'reset-password': ['Reset Password', RAD, false, 'Sets the Update Password required action if execution is REQUIRED.  Will also set it if execution is OPTIONAL and the password is currently configured for it.'],
  'session-persistence': ['Session persistence', RD, true, 'Chooses how the session of this login is kept: in the most durable of the configured stores, in the fastest one, or not at all'],
  'auth-email-code-form': ['Email Code Form', RAD, true, 'Asks for a code that is mailed to the confirmed address of the account'],
  'transient-session': ['Transient session', RD, false, 'The login stores no session: no cookie, no refresh token, nothing to end'],
  'user-session-limits': ['User session count limiter', RAD, true, 'Configures how many concurrent sessions a single user is allowed to create for this realm and/or client'],
  'webauthn-authenticator': ['WebAuthn Authenticator', RAD, false, 'Authenticator for WebAuthn. Usually used for WebAuthn two-factor authentication'],
  'webauthn-authenticator-passwordless': ['WebAuthn Passwordless Authenticator', RAD, false, 'Authenticator for Passwordless WebAuthn authentication'],
};

// biome-ignore format: a table
const FORM_ACTIONS: typeof AUTHENTICATORS = {
  'registration-password-action': ['Password Validation', RD, true, 'Validates that password matches password confirmation field.  It also will store password in user\'s credential store.'],
  'registration-recaptcha-action': ['reCAPTCHA', RD, true, 'Adds Google reCAPTCHA to the form.'],
  'registration-recaptcha-enterprise': ['reCAPTCHA Enterprise', RD, true, 'Adds Google reCAPTCHA Enterprise to the form.'],
  'registration-terms-and-conditions': ['Terms and conditions', RD, false, 'Asks the user to accept terms and conditions before submitting its registration form.'],
  'registration-user-creation': ['Registration User Profile Creation', RD, false, 'This action must always be first! Validates the username and user profile of the user in validation phase.  In success phase, this will create the user in the database including his user profile.'],
};

// biome-ignore format: a table
const CLIENT_AUTHENTICATORS: typeof AUTHENTICATORS = {
  'client-jwt': ['Signed JWT', RAD, false, 'Validates client based on signed JWT issued by client and signed with the Client private key'],
  'client-secret': ['Client Id and Secret', RAD, false, 'Validates client based on \'client_id\' and \'client_secret\' sent either in request parameters or in \'Authorization: Basic\' header'],
  'client-secret-jwt': ['Signed JWT with Client Secret', RAD, false, 'Validates client based on signed JWT issued by client and signed with the Client Secret'],
  'client-x509': ['X509 Certificate', RAD, false, 'Validates client based on a X509 Certificate'],
  'federated-jwt': ['Signed JWT - Federated', RAD, false, 'Validates client based on signed JWT issued and signed by an external issuer'],
};

// biome-ignore format: a table
const FORMS: typeof AUTHENTICATORS = {
  'registration-page-form': ['Registration Page', RD, false, 'This is the controller for the registration page'],
};

const property = (name: string, label: string, helpText: string, type = 'String'): ConfigProperty => ({ name, label, helpText, type });

const NEGATE = property('negate', 'Negate output', 'Apply a NOT to the check result', 'boolean');

// biome-ignore format: a table
const PROPERTIES: Readonly<Record<string, readonly ConfigProperty[]>> = {
  'identity-provider-redirector': [property('defaultProvider', 'Default Identity Provider', 'To automatically redirect to an identity provider set to the alias of the identity provider')],
  'conditional-user-role': [property('condUserRole', 'User role', 'Role the user should have to execute this flow. To specify an application role the syntax is appname.approle', 'Role'), NEGATE],
  'conditional-user-attribute': [property('attribute_name', 'Attribute name', 'Name of the attribute to check'), property('attribute_expected_value', 'Expected attribute value', 'Expected value in the attribute'), property('not', 'Negate output', 'Apply a NOT to the check result', 'boolean')],
  'conditional-client-scope': [property('client_scope', 'Client scope name', 'The name of the client scope, which should be present as a client scope of the client'), NEGATE],
  'conditional-level-of-authentication': [property('loa-condition-level', 'Level of Authentication (LoA)', 'Sets the Level of Authentication (LoA)'), property('loa-max-age', 'Max Age', 'Maximum age in seconds for which this level is remembered')],
  'conditional-credential': [property('credentials', 'Credentials', 'The list of credentials to be considered by the condition', 'MultivaluedList'), property('included', 'Included', 'Whether one of them must have been used, or none of them', 'boolean')],
  'conditional-sub-flow-executed': [property('flow_to_check', 'Flow name', 'The name of the flow to check'), property('check_result', 'Check result', 'When the condition evaluates to true', 'List')],
  'session-persistence': [{ ...property('persistence', 'Persistence', 'durable: the store that promises most; fast: the store that costs least; none: no session, no cookie and no refresh token', 'List'), defaultValue: 'durable', options: ['durable', 'fast', 'none'] }],
  'auth-email-code-form': [property('lifespan', 'Lifespan', 'Seconds for which a code is valid, at most 600')],
  'user-session-limits': [property('userRealmLimit', 'Maximum concurrent sessions for each user within this realm.', 'Provide a zero or negative value to disable this limit.'), property('userClientLimit', 'Maximum concurrent sessions for each user per keycloak client.', 'Provide a zero or negative value to disable this limit.'), property('behavior', 'Behavior when user session limit is exceeded', 'Either deny the new session, or terminate the oldest one', 'List'), property('errorMessage', 'Optional custom error message', 'If left empty a default error message is shown')],
  'deny-access-authenticator': [property('denyErrorMessage', 'Error message', 'Error message which will be shown to the user')],
};

const of = (kind: AuthenticatorProvider['kind'], table: typeof AUTHENTICATORS) =>
  Object.entries(table).map(([id, [displayName, requirementChoices, configurable, helpText]]): [string, AuthenticatorProvider] => [
    id,
    { kind, displayName, requirementChoices, configurable, helpText, properties: PROPERTIES[id] ?? [] },
  ]);

/** Keycloak's and our own. Whether the flow engine runs it is the engine's to say; what it does not run, it refuses. */
const OWN_PROVIDERS: ReadonlyMap<string, AuthenticatorProvider> = new Map([
  ...of('authenticator', AUTHENTICATORS),
  ...of('form-action', FORM_ACTIONS),
  ...of('client', CLIENT_AUTHENTICATORS),
  ...of('form', FORMS),
]);

export type AuthenticatorProviders = ReadonlyMap<string, AuthenticatorProvider>;

/** Everything an execution may name: with the steps of modules. */
export function authenticatorProviders({ authenticators = [] }: FlowModule): AuthenticatorProviders {
  const custom = authenticators.map(({ id, displayName, helpText = '', requirementChoices = RAD, properties = [] }) => {
    const shown = properties.map(({ name, label, helpText: help = '', type = 'String' }) => ({ name, label, helpText: help, type }));
    const configurable = shown.length > 0;
    return [id, { kind: 'authenticator', displayName, helpText, requirementChoices, configurable, properties: shown }] as const;
  });
  return new Map<string, AuthenticatorProvider>([...OWN_PROVIDERS, ...custom]);
}
