import type { Message } from '@anteroom/core';
import { Alert } from '../components/alert.tsx';
import { AttemptedUsername } from '../components/attempted-username.tsx';
import { errorIdOf, Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { PasskeyOffer } from '../components/passkey-offer.tsx';
import { FormOptions, Registration } from '../components/sign-in-extras.tsx';
import { TryAnotherWay } from '../components/try-another-way.tsx';
import type { PageProps } from '../page-props.ts';
import { usernameLabel } from '../text/username-label.ts';

/** Messages about what was typed stand at the field; others (a disabled account, a timed-out login) above the form, as in Keycloak. */
const ABOUT_THE_FIELDS = new Set([
  'invalidUserMessage',
  'invalidUsernameMessage',
  'invalidUsernameOrEmailMessage',
  'invalidPasswordMessage',
  'missingUsernameMessage',
  'missingPasswordMessage',
]);

export const fieldError = (error: Message | null): Message | null => (error !== null && ABOUT_THE_FIELDS.has(error.key) ? error : null);
export const pageError = (error: Message | null): Message | null => (fieldError(error) === null ? error : null);

export function Login({ view, context, t }: PageProps<'login'>) {
  const error = fieldError(view.error);
  // A known name leaves only the password to type.
  const passwordFirst = view.usernameFixed || view.username !== '';
  return (
    <Page
      context={context}
      t={t}
      heading={t.text('loginAccountTitle')}
      scripts={view.passkey ? ['show-password.js', 'webauthn.js'] : ['show-password.js']}
    >
      <Alert kind="error" message={pageError(view.error)} t={t} />
      {view.usernameFixed ? <AttemptedUsername username={view.username} context={context} t={t} /> : null}
      <Alert kind="info" message={view.info} t={t} />
      <PageForm id="kc-form-login" context={context}>
        {view.usernameFixed ? null : (
          <Field
            name="username"
            label={usernameLabel(context.realm, t)}
            t={t}
            error={error}
            input={{
              value: view.username,
              autocomplete: view.passkey ? 'username webauthn' : 'username',
              autocapitalize: 'none',
              spellcheck: false,
              dir: 'auto',
              autofocus: !passwordFirst,
            }}
          />
        )}
        <Field
          name="password"
          label={t.text('password')}
          t={t}
          error={view.usernameFixed ? error : null}
          invalid={error !== null}
          describedBy={error !== null && !view.usernameFixed ? errorIdOf('username') : undefined}
          input={{ type: 'password', autocomplete: 'current-password', dir: 'auto', autofocus: passwordFirst }}
        />
        <FormOptions context={context} t={t} rememberMe={view.usernameFixed ? null : view.rememberMe} />
        <input type="hidden" id="id-hidden-input" name="credentialId" value="" />
        <button id="kc-login" name="login" type="submit">
          {t.text('doLogIn')}
        </button>
      </PageForm>
      {view.passkey ? <PasskeyOffer context={context} t={t} request={view.passkey} keys={[]} conditional /> : null}
      <TryAnotherWay context={context} t={t} />
      {view.usernameFixed ? null : <Registration context={context} t={t} />}
    </Page>
  );
}
