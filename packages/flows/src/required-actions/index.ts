import type { RequiredAction } from '../evaluate/required-action.ts';
import { configureTotp } from './configure-totp.ts';
import { updateEmail } from './update-email.ts';
import { updatePassword } from './update-password.ts';
import { updateProfile, verifyProfile } from './update-profile.ts';
import { verifyEmail } from './verify-email.ts';

/** The required actions that this server has. */
export const REQUIRED_ACTIONS: readonly RequiredAction[] = [
  updatePassword,
  configureTotp,
  updateProfile,
  verifyProfile,
  verifyEmail,
  updateEmail,
];
