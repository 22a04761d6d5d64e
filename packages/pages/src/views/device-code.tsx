import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** RFC 8628 §3.3: the code that a device shows is typed here; what it stands for is shown and asked about afterwards. */
export function DeviceCode({ view, context, t }: PageProps<'device-code'>) {
  return (
    <Page context={context} t={t} heading={t.text('oauth2DeviceVerificationTitle')}>
      <p class="instruction">{t.text('verifyOAuth2DeviceUserCode')}</p>
      <PageForm id="kc-user-verify-device-user-code-form" context={context}>
        <Field
          name="device_user_code"
          label={t.text('oauth2DeviceUserCode')}
          t={t}
          error={view.error}
          input={{ value: view.userCode, autocomplete: 'off', autocapitalize: 'none', spellcheck: false, dir: 'ltr', autofocus: true }}
        />
        <button id="kc-submit" type="submit">
          {t.text('doSubmit')}
        </button>
      </PageForm>
    </Page>
  );
}
