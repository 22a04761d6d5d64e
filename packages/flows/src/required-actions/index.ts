import type { RequiredAction } from '../evaluate/required-action.ts';
import { configureRecoveryCodes } from './configure-recovery-codes.ts';
import { configureTotp } from './configure-totp.ts';
import { deleteAccount } from './delete-account.ts';
import { deleteCredential } from './delete-credential.ts';
import { termsAndConditions } from './terms-and-conditions.ts';
import { updateEmail } from './update-email.ts';
import { updatePassword } from './update-password.ts';
import { updateProfile, verifyProfile } from './update-profile.ts';
import { verifyEmail } from './verify-email.ts';
import { webauthnRegister, webauthnRegisterPasswordless } from './webauthn-register.ts';

/** The required actions that this server has; `update_user_locale` has no page and is part of the end of a login. */
export const REQUIRED_ACTIONS: readonly RequiredAction[] = [
  termsAndConditions,
  updatePassword,
  configureTotp,
  configureRecoveryCodes,
  webauthnRegister,
  webauthnRegisterPasswordless,
  updateProfile,
  verifyProfile,
  verifyEmail,
  updateEmail,
  deleteAccount,
  deleteCredential,
];
