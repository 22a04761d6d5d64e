import type { Credential } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import type { ActionContext, RequiredAction } from '../evaluate/required-action.ts';

/** Removes one way to sign in, named by the application (`kc_action=delete_credential:<id>`). A password is replaced, never removed. */
export const deleteCredential: RequiredAction = {
  id: 'delete_credential',
  loginOnly: true,
  *applies(context) {
    return (yield* named(context)) !== null;
  },
  *show(context) {
    const credential = yield* named(context);
    return credential === null ? GONE : { kind: 'delete-credential', label: credential.userLabel || null, type: credential.type };
  },
  *submit(context, form) {
    const { user } = context;
    const credential = yield* named(context);
    if (credential === null) return { kind: 'challenge', view: GONE, events: [] };
    if (form.accept === undefined) return { kind: 'challenge', view: yield* deleteCredential.show(context), events: [] };
    const details = { credential_type: credential.type, credential_id: credential.id };
    return {
      kind: 'done',
      changes: [{ kind: 'delete-credential', userId: user.id, id: credential.id }],
      events: [{ type: 'REMOVE_CREDENTIAL', userId: user.id, error: null, details }],
      logoutOtherSessions: false,
    };
  },
};

const GONE = { kind: 'error', message: { key: 'credentialNotFoundMessage' }, back: null, requestId: null } as const;

function* named({ user, parameter }: ActionContext): Ask<Credential | null> {
  const credentials = yield* ask({ kind: 'credentials', userId: user.id });
  return credentials.find(({ id, type }) => id === parameter && type !== 'password' && type !== 'password-history') ?? null;
}
