import type { Message, View } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import type { ActionContext, RequiredAction } from '../evaluate/required-action.ts';
import { CODE_COUNT, CODE_LENGTH, hashCode, newList } from '../recovery/recovery-codes.ts';

const NOTE = 'hashes';
const TYPE = 'recovery-authn-codes';

/**
 * A new list of recovery codes, shown once. Between the two pages the login knows their hashes alone; a page shown again shows other
 * codes, so what is stored in the end is what was seen last. An older list ends with it.
 */
export const configureRecoveryCodes: RequiredAction = {
  id: 'CONFIGURE_RECOVERY_AUTHN_CODES',
  *show(context) {
    return yield* newPage(context, null);
  },
  *submit(context, form) {
    const { user, now, notes } = context;
    const hashes = notes.get(NOTE)?.split(' ') ?? [];
    const shown = (form.generatedRecoveryAuthnCodes ?? '').split(',');
    const isSame =
      hashes.length === CODE_COUNT && shown.length === CODE_COUNT && shown.every((code, index) => hashCode(code) === hashes[index]);
    if (!isSame) return { kind: 'challenge', view: yield* newPage(context, null), events: [] };
    if (form.kcRecoveryCodesConfirmationCheck !== 'on') {
      return { kind: 'challenge', view: page(context, shown, { key: 'recovery-codes-confirmation-missing' }), events: [] };
    }
    const credentials = yield* ask({ kind: 'credentials', userId: user.id });
    const older = credentials.filter(({ type }) => type === TYPE);
    const logoutOtherSessions = form['logout-sessions'] === 'on';
    const requiredActions = user.requiredActions.filter((action) => action !== 'CONFIGURE_RECOVERY_AUTHN_CODES');
    return {
      kind: 'done',
      changes: [
        ...older.map(({ id }) => ({ kind: 'delete-credential', userId: user.id, id }) as const),
        {
          kind: 'put-credential',
          credential: {
            id: yield* ask({ kind: 'new-id' }),
            userId: user.id,
            type: TYPE,
            userLabel: (form.userLabel ?? '').trim().slice(0, 255) || null,
            createdAt: now,
            priority: older[0]?.priority ?? Math.max(0, ...credentials.map(({ priority }) => priority)) + 10,
            ...newList(hashes),
          },
        },
        { kind: 'update-user', id: user.id, patch: { requiredActions, ...(logoutOtherSessions && { sessionsNotBefore: now }) } },
      ],
      events: [{ type: 'UPDATE_CREDENTIAL', userId: user.id, error: null, details: { credential_type: TYPE } }],
      logoutOtherSessions,
    };
  },
};

function* newPage(context: ActionContext, error: Message | null): Ask<View> {
  const characters = yield* ask({ kind: 'new-secret', characters: CODE_COUNT * CODE_LENGTH, alphabet: 'codes' });
  const codes = Array.from({ length: CODE_COUNT }, (_, index) => characters.slice(index * CODE_LENGTH, (index + 1) * CODE_LENGTH));
  context.notes.set(NOTE, codes.map((code) => hashCode(code)).join(' '));
  return page(context, codes, error);
}

function page({ user }: ActionContext, codes: readonly string[], error: Message | null): View {
  return { kind: 'recovery-codes', username: user.username, codes, error };
}
