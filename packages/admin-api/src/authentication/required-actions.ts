/** Keycloak's required actions by provider id, with their names. */
export const KNOWN_REQUIRED_ACTIONS: ReadonlyMap<string, string> = new Map([
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
