import type { PageContext } from '@anteroom/core';
import { safeUrl } from '../safe-url.ts';
import type { Translator } from '../text/translator.ts';
import { CheckBox } from './check-box.tsx';

interface Props {
  readonly context: PageContext;
  readonly t: Translator;
}

/** "Remember me" and "Forgot Password?" between the fields and the button. `rememberMe` null: not offered here. */
export function FormOptions({ context, t, rememberMe }: Props & { readonly rememberMe: boolean | null }) {
  const forgot = context.realm.resetPasswordAllowed ? safeUrl(context.links.forgotPassword) : null;
  const remember = rememberMe !== null && context.realm.rememberMe;
  if (!remember && forgot === null) return null;
  return (
    <div class="options">
      {remember ? <CheckBox name="rememberMe" label={t.text('rememberMe')} checked={rememberMe} /> : null}
      {forgot === null ? null : <a href={forgot}>{t.text('doForgotPassword')}</a>}
    </div>
  );
}

export function Registration({ context, t }: Props) {
  const register = context.realm.registrationAllowed ? safeUrl(context.links.register) : null;
  if (register === null) return null;
  return (
    <p id="kc-registration">
      {t.text('noAccount')} <a href={register}>{t.text('doRegister')}</a>
    </p>
  );
}
