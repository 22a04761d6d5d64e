import { Alert } from '../components/alert.tsx';
import { AttemptedUsername } from '../components/attempted-username.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { TryAnotherWay } from '../components/try-another-way.tsx';
import type { PageProps } from '../page-props.ts';

export function EmailCode({ view, context, t }: PageProps<'email-code'>) {
  const sent = { key: 'email-code-sent', args: [view.address, view.minutes] };
  return (
    <Page context={context} t={t} heading={t.text('email-code-title')}>
      <Alert kind="info" message={view.error === null ? sent : null} t={t} />
      <AttemptedUsername username={view.username} context={context} t={t} />
      <PageForm id="kc-email-code-form" context={context}>
        <Field
          name="emailCode"
          label={t.text('email-code-label')}
          t={t}
          error={view.error}
          input={{
            autocomplete: 'one-time-code',
            inputmode: 'numeric',
            autocapitalize: 'none',
            spellcheck: false,
            dir: 'ltr',
            autofocus: true,
            class: 'code',
          }}
        />
        <button id="kc-login" name="login" type="submit">
          {t.text('doLogIn')}
        </button>
        <button id="kc-resend" name="resend" value="on" type="submit" class="secondary cancel">
          {t.text('email-code-resend')}
        </button>
      </PageForm>
      <TryAnotherWay context={context} t={t} />
    </Page>
  );
}
