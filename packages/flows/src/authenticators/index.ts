import type { Authenticator } from '../evaluate/authenticator.ts';
import { registrationPage } from '../registration/registration-page.ts';
import { cookieAuthenticator } from './cookie.ts';
import { validateOtp, validatePassword, validateUsername } from './direct-grant.ts';
import { emailCodeForm } from './email-code-form.ts';
import { allowAccess, denyAccess } from './fixed.ts';
import { otpForm } from './otp-form.ts';
import { passwordForm } from './password-form.ts';
import { recoveryCodeForm } from './recovery-code-form.ts';
import { chooseUser, resetEmail, resetOtp, resetPassword } from './reset-credentials.ts';
import { sessionLimits } from './session-limits.ts';
import { sessionPersistence, transientSession } from './session-persistence.ts';
import { usernameForm } from './username-form.ts';
import { usernamePasswordForm } from './username-password-form.ts';
import { webauthnForm, webauthnPasswordlessForm } from './webauthn.ts';

/** The authenticators that this server has. */
export const AUTHENTICATORS: readonly Authenticator[] = [
  cookieAuthenticator,
  usernamePasswordForm,
  usernameForm,
  passwordForm,
  otpForm,
  recoveryCodeForm,
  emailCodeForm,
  webauthnForm,
  webauthnPasswordlessForm,
  validateUsername,
  validatePassword,
  validateOtp,
  sessionLimits,
  allowAccess,
  denyAccess,
  transientSession,
  sessionPersistence,
  chooseUser,
  resetEmail,
  resetPassword,
  resetOtp,
  registrationPage,
];
