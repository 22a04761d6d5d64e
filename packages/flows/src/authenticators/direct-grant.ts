import type { FlowRefusal } from '@anteroom/core';
import type { Authenticator, Result } from '../evaluate/authenticator.ts';
import { currentUser, setUser } from '../evaluate/draft.ts';
import { checkOtp, otpDevices } from './check-otp.ts';
import { checkPassword, recordError } from './check-password.ts';
import { findLogin } from './find-login.ts';

/** RFC 6749 §4.3: fields of the token request, no pages. Each failure ends the grant with an answer of its own. */
function directGrant(
  id: string,
  rest: Pick<Authenticator, 'requiresUser' | 'credentialType' | 'configuredFor' | 'authenticate'>,
): Authenticator {
  return {
    id,
    setupAction: null,
    ...rest,
    *action() {
      return { kind: 'attempted' };
    },
  };
}

const failed = (refusal: FlowRefusal, message: string): Result => ({ kind: 'failed', refusal, message });
const invalid = () => failed('invalid_user_credentials', 'invalidUserMessage');

export const validateUsername: Authenticator = directGrant('direct-grant-validate-username', {
  requiresUser: false,
  credentialType: null,
  *configuredFor() {
    return true;
  },
  *authenticate({ draft }) {
    const username = draft.form?.username;
    if (username === undefined) {
      recordError(draft, null, 'user_not_found');
      return { ...invalid(), missing: 'username' } as Result;
    }
    const user = yield* findLogin(draft, username);
    if (user === null) {
      // The same work as for a known account with a wrong password.
      yield* checkPassword(draft, null, draft.form?.password ?? '');
      return invalid();
    }
    // Whether the account is disabled is said only to who knows the password.
    setUser(draft, user);
    return { kind: 'success' };
  },
});

export const validatePassword: Authenticator = directGrant('direct-grant-validate-password', {
  requiresUser: true,
  credentialType: null,
  *configuredFor() {
    return true;
  },
  *authenticate({ draft }) {
    const judged = yield* checkPassword(draft, yield* currentUser(draft), draft.form?.password ?? '');
    if (judged === 'right') return { kind: 'success' };
    return judged === 'disabled' ? failed('user_disabled', 'accountDisabledMessage') : invalid();
  },
});

export const validateOtp: Authenticator = directGrant('direct-grant-validate-otp', {
  requiresUser: true,
  credentialType: 'otp',
  *configuredFor({ draft }) {
    return (yield* otpDevices(draft)).length > 0;
  },
  *authenticate({ draft }) {
    const code = (draft.form?.otp ?? draft.form?.totp ?? '').trim();
    const user = yield* currentUser(draft);
    if (user === null) return invalid();
    if (code === '') {
      recordError(draft, user, 'invalid_user_credentials');
      return invalid();
    }
    return (yield* checkOtp(draft, user, code, null)) ? { kind: 'success' } : invalid();
  },
});
