import type { Message, User } from '@anteroom/core';
import { setUser } from '../evaluate/draft.ts';
import { ask } from '../evaluate/need.ts';
import type { FilledForm, FormAction, FormErrors } from './form-action.ts';

/** The password of the new account, by the realm's policy. */
export const passwordAction: FormAction = {
  id: 'registration-password-action',
  asksPassword: true,
  fields: () => [],
  *validate(filled) {
    const password = filled.form.password ?? '';
    if (password === '') return wrong('password', { key: 'missingPasswordMessage' });
    if (password !== filled.form['password-confirm']) return wrong('password-confirm', { key: 'invalidPasswordConfirmMessage' });
    const [violation] = yield* ask({ kind: 'check-password-policy', user: accountOf(filled), password, credentials: [] });
    return violation === undefined ? { fields: {}, error: null } : wrong('password', { key: violation.key, args: violation.args });
  },
  *apply(filled) {
    const { draft } = filled;
    const user = accountOf(filled);
    const password = filled.form.password ?? '';
    const changes = yield* ask({ kind: 'plan-password', user, password, credentials: [], sessions: 'keep' });
    draft.changes.push(...changes);
    draft.methods.push('password');
    for (const change of changes) if (change.kind === 'update-user') setUser(draft, { ...user, ...change.patch });
  },
};

function wrong(field: string, message: Message): FormErrors {
  return { fields: { [field]: message }, error: 'invalid_registration' };
}

function accountOf({ candidate }: FilledForm): User {
  if (candidate === null) throw new Error('a password is set after the account it belongs to');
  return candidate;
}
