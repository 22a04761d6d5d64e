import type { Credential, Message, View } from '@anteroom/core';
import { parsePasswordPolicy } from '@anteroom/passwords';
import { reserveAttempt } from '../evaluate/attempt.ts';
import type { Authenticator } from '../evaluate/authenticator.ts';
import { currentCredentials, currentUser, type Draft } from '../evaluate/draft.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';
import type { Ask } from '../evaluate/need.ts';
import { matchesCode, type RecoveryCode, remainingCodes, withoutFirst } from '../recovery/recovery-codes.ts';
import { recordError } from './check-password.ts';

/** The next code of the person's list, which is crossed off with it; with the last one a new list is asked for. */
export const recoveryCodeForm: Authenticator = {
  id: 'auth-recovery-authn-code-form',
  requiresUser: true,
  credentialType: 'recovery-authn-codes',
  setupAction: 'CONFIGURE_RECOVERY_AUTHN_CODES',
  *configuredFor({ draft }) {
    // A list that cannot be read counts as well: who has a factor is asked for it, not let through without.
    const lists = (yield* currentCredentials(draft)).filter(({ type }) => type === 'recovery-authn-codes');
    return lists.some((list) => remainingCodes(list)?.length !== 0);
  },
  *authenticate({ draft }) {
    return { kind: 'challenge', view: yield* view(draft, null) };
  },
  *action({ draft }, form) {
    const user = yield* currentUser(draft);
    const typed = (form.recoveryCodeInput ?? '').trim();
    if (user === null || typed === '') return { kind: 'challenge', view: yield* view(draft, { key: 'recovery-codes-error-invalid' }) };
    const allowed = yield* reserveAttempt(draft, user);
    const list = yield* currentList(draft);
    if (!allowed || list === null || !matchesCode(typed, list.next, list.stored)) {
      draft.wrong = 'otp';
      recordError(draft, user, allowed ? 'invalid_user_credentials' : 'user_temporarily_disabled');
      return { kind: 'challenge', view: yield* view(draft, { key: 'recovery-codes-error-invalid' }) };
    }
    // Guarded by what was read: of two logins with the same code one is committed.
    draft.changes.push({ kind: 'replace-credential', credential: withoutFirst(list.stored), expected: list.stored });
    if (list.left === 1) draft.setup.add('CONFIGURE_RECOVERY_AUTHN_CODES');
    draft.methods.push('recovery-authn-codes');
    return { kind: 'success' };
  },
};

interface CurrentList {
  readonly stored: Credential;
  readonly next: RecoveryCode;
  readonly left: number;
}

function* currentList(draft: Draft): Ask<CurrentList | null> {
  for (const stored of yield* currentCredentials(draft)) {
    const codes = stored.type === 'recovery-authn-codes' ? remainingCodes(stored) : null;
    if (codes?.[0] !== undefined) return { stored, next: codes[0], left: codes.length };
  }
  return null;
}

function* view(draft: Draft, error: Message | null): Ask<View> {
  const list = yield* currentList(draft);
  if (list === null) throw new FlowDenied('account_not_set_up', 'the recovery codes of the account cannot be read');
  const { recoveryCodesWarningThreshold } = parsePasswordPolicy(draft.context.realm.realm.passwordPolicy ?? '', { unknown: 'keep' });
  return {
    kind: 'recovery-code',
    username: draft.attempted ?? draft.user?.username ?? '',
    number: list.next.number,
    fewLeft: list.left <= recoveryCodesWarningThreshold ? list.left : null,
    error,
  };
}
