import type { Authenticator, ExecutionContext, Result } from '../evaluate/authenticator.ts';
import { type Draft, setUser } from '../evaluate/draft.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';
import type { Ask } from '../evaluate/need.ts';
import { requirePurpose } from '../evaluate/require-purpose.ts';
import { otpDevices } from './check-otp.ts';
import { findLogin } from './find-login.ts';

/** Names whose credentials are to be reset. Any name is accepted, and looks the same from outside, whoever has it. */
export const chooseUser: Authenticator = {
  id: 'reset-credentials-choose-user',
  requiresUser: false,
  credentialType: null,
  setupAction: null,
  *configuredFor() {
    return true;
  },
  *authenticate({ draft }) {
    requirePurpose(draft, 'reset-credentials');
    return page(draft, false);
  },
  *action({ draft }, form) {
    requirePurpose(draft, 'reset-credentials');
    const user = yield* findLogin(draft, form.username ?? '');
    if (draft.attempted === '') return page(draft, true);
    if (user?.enabled) {
      setUser(draft, user);
      draft.unknownUser = false;
      return { kind: 'success' };
    }
    draft.userId = null;
    draft.unknownUser = true;
    const error = user === null ? 'user_not_found' : 'user_disabled';
    draft.events.push({ type: 'RESET_PASSWORD_ERROR', userId: user?.id ?? null, error, details: { username: draft.attempted ?? '' } });
    return { kind: 'success' };
  },
};

/** A step that succeeds behind the link and nowhere else. */
function behindLink(
  id: string,
  configuredFor: Authenticator['configuredFor'],
  steps: { readonly before: () => Result; readonly behind: (draft: Draft) => void },
): Authenticator {
  function* decide({ draft }: ExecutionContext): Ask<Result> {
    requirePurpose(draft, 'reset-credentials');
    if (!draft.behindLink) return steps.before();
    steps.behind(draft);
    return { kind: 'success' };
  }
  return { id, requiresUser: false, credentialType: null, setupAction: null, configuredFor, authenticate: decide, action: decide };
}

function* always(): Ask<boolean> {
  return true;
}

const unproven = (): Result => {
  throw new FlowDenied('flow_misconfigured', 'credentials are reset behind a mailed link only');
};

/** Without the link it never succeeds (CVE-2026-18963): it ends the flow here, and the rest is reached by the link alone. */
export const resetEmail: Authenticator = behindLink('reset-credential-email', always, {
  before: () => ({ kind: 'mailed' }),
  behind: () => {},
});

export const resetPassword: Authenticator = behindLink('reset-password', always, {
  before: unproven,
  behind: (draft) => draft.setup.add('UPDATE_PASSWORD'),
});

function* hasDevice({ draft }: ExecutionContext): Ask<boolean> {
  return (yield* otpDevices(draft)).length > 0;
}

/**
 * Keycloak lets whoever has the mailbox set up a new device here. The second factor would then be worth no more than the first, so it
 * stays as it is: the person signs in with it afterwards.
 */
export const resetOtp: Authenticator = behindLink('reset-otp', hasDevice, { before: unproven, behind: () => {} });

function page(draft: Draft, missing: boolean): Result {
  const username = draft.attempted ?? draft.context.loginHint ?? '';
  return { kind: 'challenge', view: { kind: 'reset-password', username, error: missing ? { key: 'missingUsernameMessage' } : null } };
}
