import { AccountForPasswordManager } from '../components/account-for-password-manager.tsx';
import { Alert, unlessAtField } from '../components/alert.tsx';
import { CancelAction } from '../components/cancel-action.tsx';
import { CheckBox } from '../components/check-box.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

export function UpdatePassword({ view, context, t }: PageProps<'update-password'>) {
  const input = { type: 'password', autocomplete: 'new-password', dir: 'auto' } as const;
  return (
    <Page context={context} t={t} heading={t.text('updatePasswordTitle')} scripts={['show-password.js']}>
      <Alert kind="error" message={unlessAtField(view.error, view.fieldErrors)} t={t} />
      {view.error === null ? <p>{t.text('updatePasswordMessage')}</p> : null}
      <PageForm id="kc-passwd-update-form" context={context}>
        <AccountForPasswordManager username={view.username} />
        <Field
          name="password-new"
          label={t.text('passwordNew')}
          t={t}
          error={view.fieldErrors['password-new'] ?? view.fieldErrors.password}
          input={{ ...input, autofocus: true }}
        />
        <Field name="password-confirm" label={t.text('passwordConfirm')} t={t} error={view.fieldErrors['password-confirm']} input={input} />
        {view.offerLogoutSessions ? <CheckBox name="logout-sessions" label={t.text('logoutOtherSessions')} checked /> : null}
        <button id="kc-submit" type="submit">
          {t.text('doSubmit')}
        </button>
        <CancelAction context={context} t={t} />
      </PageForm>
    </Page>
  );
}
