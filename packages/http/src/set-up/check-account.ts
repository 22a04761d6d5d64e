import type { FieldErrors, Message } from '@anteroom/core';

export type CheckedAccount =
  | { readonly kind: 'right'; readonly username: string; readonly password: string }
  | { readonly kind: 'wrong'; readonly username: string; readonly fieldErrors: FieldErrors };

/** Keycloak's `username-prohibited-characters`, and control characters. */
const NOT_IN_USERNAMES = /[<>&"'\s$%!#?§;*~/\\|^=[\]{}()\p{Cc}`,]/u;
/** Letters of one script look like those of another: a user name keeps to Latin and the punctuation of names. */
const ONE_SCRIPT = /^[\p{sc=Latin}\p{sc=Common}]+$/u;
const MAX_USERNAME = 255;
/** Whatever hashes the password has to read it. */
const MAX_PASSWORD = 1024;
/** NIST SP 800-63B §3.1.1.2; the realm may demand more. Its own default demands nothing, which is too little for this account. */
const MIN_PASSWORD = 8;

/** What was posted, judged without asking anybody: a user name as the default user profile allows it, and a password typed twice. */
export function checkAccount(form: Readonly<Record<string, string>>): CheckedAccount {
  const username = (form.username ?? '').trim();
  const password = form.password ?? '';
  const fieldErrors: Record<string, Message> = {};
  const wrongName = judgeUsername(username);
  if (wrongName !== null) fieldErrors.username = wrongName;
  const wrongPassword = judgePassword(username, password);
  if (wrongPassword !== null) fieldErrors.password = wrongPassword;
  else if (password !== form['password-confirm']) fieldErrors['password-confirm'] = { key: 'invalidPasswordConfirmMessage' };
  return Object.keys(fieldErrors).length === 0 ? { kind: 'right', username, password } : { kind: 'wrong', username, fieldErrors };
}

function judgeUsername(username: string): Message | null {
  if (username === '') return { key: 'missingUsernameMessage' };
  if (username.length > MAX_USERNAME) return { key: 'error-invalid-length', args: ['username', 1, MAX_USERNAME] };
  if (NOT_IN_USERNAMES.test(username) || !ONE_SCRIPT.test(username)) return { key: 'error-username-invalid-character', args: ['username'] };
  return null;
}

function judgePassword(username: string, password: string): Message | null {
  if (password === '') return { key: 'missingPasswordMessage' };
  if ([...password].length < MIN_PASSWORD) return { key: 'invalidPasswordMinLengthMessage', args: [MIN_PASSWORD] };
  if (password.length > MAX_PASSWORD) return { key: 'invalidPasswordMaxLengthMessage', args: [MAX_PASSWORD] };
  return password.toLowerCase() === username.toLowerCase() ? { key: 'invalidPasswordNotUsernameMessage' } : null;
}
