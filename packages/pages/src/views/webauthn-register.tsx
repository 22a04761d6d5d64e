import { AccountForPasswordManager } from '../components/account-for-password-manager.tsx';
import { Alert } from '../components/alert.tsx';
import { CancelAction } from '../components/cancel-action.tsx';
import { CheckBox } from '../components/check-box.tsx';
import { Field } from '../components/field.tsx';
import { HiddenInputs } from '../components/hidden-inputs.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

const ANSWER = [
  'clientDataJSON',
  'attestationObject',
  'publicKeyCredentialId',
  'transports',
  'authenticatorAttachment',
  'discoverable',
  'error',
];

export function WebAuthnRegister({ view, context, t }: PageProps<'webauthn-register'>) {
  const { kind: _kind, error, username, ...wanted } = view;
  return (
    <Page context={context} t={t} heading={t.text('webauthn-registration-title')} scripts={['webauthn-register.js']}>
      <Alert kind="error" message={error} t={t} />
      {error === null ? <p>{t.text('webauthn-registration-intro')}</p> : null}
      <PageForm id="register" context={context} data={wanted}>
        <AccountForPasswordManager username={username} />
        <HiddenInputs names={ANSWER} />
        <p id="webauthn-unsupported" class="alert alert-error" hidden>
          {t.text('webauthn-unsupported-browser-text')}
        </p>
        <noscript>{t.text('webauthn-needs-scripts')}</noscript>
        <Field
          name="authenticatorLabel"
          label={t.text('webauthn-label')}
          hint={t.text('optionalField')}
          t={t}
          input={{ autocomplete: 'off', dir: 'auto', autofocus: true }}
        />
        <CheckBox name="logout-sessions" label={t.text('logoutOtherSessions')} checked />
        <button id="registerWebAuthn" type="submit">
          {t.text('webauthn-doRegister')}
        </button>
        <CancelAction context={context} t={t} />
      </PageForm>
    </Page>
  );
}
