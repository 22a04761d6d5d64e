import type { FlowModule } from '@anteroom/core';

/** Keycloak's required actions by provider id, with their names. */
const OWN: ReadonlyMap<string, string> = new Map([
  ['TERMS_AND_CONDITIONS', 'Terms and Conditions'],
  ['UPDATE_PROFILE', 'Update Profile'],
  ['VERIFY_EMAIL', 'Verify Email'],
  ['CONFIGURE_TOTP', 'Configure OTP'],
  ['UPDATE_PASSWORD', 'Update Password'],
  ['delete_account', 'Delete Account'],
  ['UPDATE_EMAIL', 'Update Email'],
  ['webauthn-register', 'Webauthn Register'],
  ['webauthn-register-passwordless', 'Webauthn Register Passwordless'],
  ['VERIFY_PROFILE', 'Verify Profile'],
  ['delete_credential', 'Delete Credential'],
  ['idp_link', 'Linking Identity Provider'],
  ['CONFIGURE_RECOVERY_AUTHN_CODES', 'Recovery Authentication Codes'],
  ['update_user_locale', 'Update User Locale'],
]);

/** With those of modules. */
export function requiredActionProviders({ requiredActions = [] }: FlowModule): ReadonlyMap<string, string> {
  return new Map([...OWN, ...requiredActions.map(({ id, name }) => [id, name] as const)]);
}
