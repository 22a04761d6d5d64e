import { Alert } from '../components/alert.tsx';
import { AttemptedUsername } from '../components/attempted-username.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { FormOptions } from '../components/sign-in-extras.tsx';
import { TryAnotherWay } from '../components/try-another-way.tsx';
import type { PageProps } from '../page-props.ts';
import { fieldError, pageError } from './login.tsx';

export function Password({ view, context, t }: PageProps<'password'>) {
  return (
    <Page context={context} t={t} heading={t.text('loginAccountTitle')} scripts={['show-password.js']}>
      <Alert kind="error" message={pageError(view.error)} t={t} />
      <AttemptedUsername username={view.username} context={context} t={t} />
      <PageForm id="kc-form-login" context={context}>
        <Field
          name="password"
          label={t.text('password')}
          t={t}
          error={fieldError(view.error)}
          input={{ type: 'password', autocomplete: 'current-password', dir: 'auto', autofocus: true }}
        />
        <FormOptions context={context} t={t} rememberMe={null} />
        <button id="kc-login" name="login" type="submit">
          {t.text('doLogIn')}
        </button>
      </PageForm>
      <TryAnotherWay context={context} t={t} />
    </Page>
  );
}
