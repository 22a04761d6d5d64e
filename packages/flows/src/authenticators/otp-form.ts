import type { Message, View } from '@anteroom/core';
import type { Authenticator } from '../evaluate/authenticator.ts';
import { currentUser, type Draft } from '../evaluate/draft.ts';
import type { Ask } from '../evaluate/need.ts';
import { checkOtp, otpDevices } from './check-otp.ts';

/** The one-time code of an authenticator app; the device is chosen when there are several. */
export const otpForm: Authenticator = {
  id: 'auth-otp-form',
  requiresUser: true,
  credentialType: 'otp',
  setupAction: 'CONFIGURE_TOTP',
  *configuredFor({ draft }) {
    return (yield* otpDevices(draft)).length > 0;
  },
  *authenticate({ draft }) {
    return { kind: 'challenge', view: yield* otpView(draft, null, null) };
  },
  *action({ draft }, form) {
    const chosen = form.selectedCredentialId ?? null;
    const code = (form.otp ?? '').trim();
    const user = yield* currentUser(draft);
    // Choosing a device posts without a code.
    if (code === '' || user === null) return { kind: 'challenge', view: yield* otpView(draft, chosen, null) };
    if (yield* checkOtp(draft, user, code, chosen)) return { kind: 'success' };
    return { kind: 'challenge', view: yield* otpView(draft, chosen, { key: 'invalidTotpMessage' }) };
  },
};

function* otpView(draft: Draft, chosen: string | null, error: Message | null): Ask<View> {
  const devices = (yield* otpDevices(draft)).map(({ id, userLabel }) => ({ id, label: userLabel ?? '' }));
  const selected = devices.find(({ id }) => id === chosen)?.id ?? devices[0]?.id ?? null;
  return { kind: 'otp', username: draft.attempted ?? draft.user?.username ?? '', devices, selected, error };
}
