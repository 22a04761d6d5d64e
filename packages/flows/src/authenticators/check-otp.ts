import type { Credential, Realm, User } from '@anteroom/core';
import { reserveAttempt } from '../evaluate/attempt.ts';
import { currentCredentials, type Draft } from '../evaluate/draft.ts';
import { type Ask, ask } from '../evaluate/need.ts';
import { matchOtp } from '../otp/match-otp.ts';
import { recordError } from './check-password.ts';

export function* otpDevices(draft: Draft): Ask<readonly Credential[]> {
  return (yield* currentCredentials(draft)).filter(({ type }) => type === 'otp');
}

/** A counter code stays refused for as long as somebody may have seen it. */
const HOTP_REMEMBERED_MS = 24 * 60 * 60 * 1000;

/**
 * Judges a one-time code against one device: the chosen one, or the first. A code is used once, also by two requests at the same moment
 * (RFC 6238 §5.2), unless the realm allows reuse.
 */
export function* checkOtp(draft: Draft, user: User, code: string, chosen: string | null): Ask<boolean> {
  const allowed = yield* reserveAttempt(draft, user);
  const devices = yield* otpDevices(draft);
  const device = chosen === null || chosen === '' ? devices[0] : devices.find(({ id }) => id === chosen);
  const accepted = allowed && device !== undefined && (yield* acceptCode(draft, device, code));
  if (!accepted) {
    draft.wrong = 'otp';
    recordError(draft, user, allowed ? 'invalid_user_credentials' : 'user_temporarily_disabled');
    return false;
  }
  draft.methods.push('otp');
  return true;
}

function* acceptCode(draft: Draft, device: Credential, code: string): Ask<boolean> {
  const realm = draft.context.realm.realm;
  const match = matchOtp(device, code, { at: draft.now, window: realm.otpPolicyLookAheadWindow });
  if (match === null) return false;
  if (match.kind === 'totp') {
    return (
      realm.otpPolicyCodeReusable ||
      (yield* ask({ kind: 'use-once', id: `otp-${device.id}-${match.step}`, until: validUntil(match, realm) }))
    );
  }
  const until = new Date(draft.now.getTime() + HOTP_REMEMBERED_MS);
  if (!(yield* ask({ kind: 'use-once', id: `otp-${device.id}-${match.counter}`, until }))) return false;
  // RFC 4226 §7.2: the next code is the one after this.
  const credentialData = { ...device.credentialData, counter: match.counter + 1 };
  draft.changes.push({ kind: 'replace-credential', credential: { ...device, credentialData }, expected: device });
  return true;
}

function validUntil(match: { readonly step: number; readonly period: number }, realm: Realm): Date {
  return new Date((match.step + realm.otpPolicyLookAheadWindow + 1) * match.period * 1000);
}
