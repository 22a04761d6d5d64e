import { Alert } from '../components/alert.tsx';
import { AttemptedUsername } from '../components/attempted-username.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { TryAnotherWay } from '../components/try-another-way.tsx';
import type { PageProps } from '../page-props.ts';

export function RecoveryCode({ view, context, t }: PageProps<'recovery-code'>) {
  const fewLeft = view.fewLeft === null ? null : { key: 'recovery-codes-few-left', args: [view.fewLeft] };
  return (
    <Page context={context} t={t} heading={t.text('auth-recovery-code-header')}>
      <Alert kind="info" message={fewLeft} t={t} />
      <AttemptedUsername username={view.username} context={context} t={t} />
      <PageForm id="kc-recovery-code-login-form" context={context}>
        <Field
          name="recoveryCodeInput"
          label={t.text('auth-recovery-code-prompt', view.number)}
          t={t}
          error={view.error}
          input={{ autocomplete: 'off', autocapitalize: 'none', spellcheck: false, dir: 'ltr', autofocus: true, class: 'code' }}
        />
        <button id="kc-login" name="login" type="submit">
          {t.text('doLogIn')}
        </button>
      </PageForm>
      <TryAnotherWay context={context} t={t} />
    </Page>
  );
}
