import { Alert } from '../components/alert.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { PasskeyOffer } from '../components/passkey-offer.tsx';
import { FormOptions, Registration } from '../components/sign-in-extras.tsx';
import { TryAnotherWay } from '../components/try-another-way.tsx';
import type { PageProps } from '../page-props.ts';
import { usernameLabel } from '../text/username-label.ts';
import { fieldError, pageError } from './login.tsx';

export function Username({ view, context, t }: PageProps<'username'>) {
  return (
    <Page context={context} t={t} heading={t.text('loginAccountTitle')} scripts={view.passkey ? ['webauthn.js'] : []}>
      <Alert kind="error" message={pageError(view.error)} t={t} />
      <Alert kind="info" message={view.info ?? null} t={t} />
      <PageForm id="kc-form-login" context={context}>
        <Field
          name="username"
          label={usernameLabel(context.realm, t)}
          t={t}
          error={fieldError(view.error)}
          input={{
            value: view.username,
            autocomplete: view.passkey ? 'username webauthn' : 'username',
            autocapitalize: 'none',
            spellcheck: false,
            dir: 'auto',
            autofocus: true,
          }}
        />
        <FormOptions context={context} t={t} rememberMe={view.rememberMe === true} />
        <button id="kc-login" name="login" type="submit">
          {t.text('doLogIn')}
        </button>
      </PageForm>
      {view.passkey ? <PasskeyOffer context={context} t={t} request={view.passkey} keys={[]} conditional /> : null}
      <TryAnotherWay context={context} t={t} />
      <Registration context={context} t={t} />
    </Page>
  );
}
