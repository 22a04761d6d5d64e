import type { Message } from '@anteroom/core';
import { Fragment } from 'preact';
import { Alert, unlessAtField } from '../components/alert.tsx';
import { CheckBox } from '../components/check-box.tsx';
import { errorIdOf, Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { ProfileFieldInput } from '../components/profile-field.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { PageProps } from '../page-props.ts';
import type { Translator } from '../text/translator.ts';

/** A new account. The password stands below the login name, where password managers look for the two together. */
export function Register({ view, context, t }: PageProps<'register'>) {
  const loginName = context.realm.registrationEmailAsUsername ? 'email' : 'username';
  const wrong = view.fields.find((field) => view.fieldErrors[field.name] !== undefined);
  const passwordWrong = view.fieldErrors.password !== undefined || view.fieldErrors['password-confirm'] !== undefined;
  const first = wrong ?? (passwordWrong ? undefined : view.fields[0]);
  const input = { type: 'password', autocomplete: 'new-password', dir: 'auto', required: true } as const;
  const password = (
    <>
      <Field
        name="password"
        label={t.text('password')}
        t={t}
        error={view.fieldErrors.password}
        input={{ ...input, autofocus: first === undefined }}
      />
      <Field name="password-confirm" label={t.text('passwordConfirm')} t={t} error={view.fieldErrors['password-confirm']} input={input} />
    </>
  );
  const hasLoginName = view.fields.some(({ name }) => name === loginName);
  return (
    <Page context={context} t={t} heading={t.text('registerTitle')} scripts={['show-password.js']}>
      <Alert kind="error" message={unlessAtField(view.error, view.fieldErrors)} t={t} />
      <PageForm id="kc-register-form" context={context}>
        {view.fields.map((field) => (
          <Fragment key={field.name}>
            <ProfileFieldInput field={field} t={t} error={view.fieldErrors[field.name]} autofocus={field === first} />
            {view.asksPassword && field.name === loginName ? password : null}
          </Fragment>
        ))}
        {view.asksPassword && !hasLoginName ? password : null}
        {view.asksTerms === true ? <Terms error={view.fieldErrors.termsAccepted} t={t} /> : null}
        <button id="kc-register" type="submit">
          {t.text('doRegister')}
        </button>
      </PageForm>
      <WayOn id="kc-back-to-login" url={context.links.login} text={t.text('backToLogin')} />
    </Page>
  );
}

/** The realm's own text (`termsText`) and Keycloak's box. */
function Terms({ error, t }: { readonly error: Message | undefined; readonly t: Translator }) {
  return (
    <div class="field">
      <div id="kc-registration-terms-text">
        {t
          .text('termsText')
          .split(/\n\s*\n/)
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </div>
      <CheckBox name="termsAccepted" label={t.text('acceptTerms')} checked={false} />
      {error === undefined ? null : (
        <p class="field-error kc-feedback-text" id={errorIdOf('termsAccepted')} role="alert">
          {t.message(error)}
        </p>
      )}
    </div>
  );
}
