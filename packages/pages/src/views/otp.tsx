import { AttemptedUsername } from '../components/attempted-username.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { TryAnotherWay } from '../components/try-another-way.tsx';
import type { PageProps } from '../page-props.ts';

export function Otp({ view, context, t }: PageProps<'otp'>) {
  const selected = view.selected ?? view.devices[0]?.id ?? '';
  return (
    <Page context={context} t={t} heading={t.text('doLogIn')}>
      <AttemptedUsername username={view.username} context={context} t={t} />
      <PageForm id="kc-otp-login-form" context={context}>
        {view.devices.length > 1 ? (
          <fieldset class="devices">
            <legend>{t.text('loginOtpDevice')}</legend>
            {view.devices.map(({ id, label }, index) => (
              <div class="check" key={id}>
                <input type="radio" id={`kc-otp-credential-${index}`} name="selectedCredentialId" value={id} checked={id === selected} />
                <label for={`kc-otp-credential-${index}`}>{label === '' ? t.text('otp-display-name') : label}</label>
              </div>
            ))}
          </fieldset>
        ) : (
          <input type="hidden" id="selectedCredentialId" name="selectedCredentialId" value={selected} />
        )}
        <Field
          name="otp"
          label={t.text('loginOtpOneTime')}
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
      </PageForm>
      <TryAnotherWay context={context} t={t} />
    </Page>
  );
}
