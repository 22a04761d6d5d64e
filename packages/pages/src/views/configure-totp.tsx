import { renderSVG } from 'uqr';
import { AccountForPasswordManager } from '../components/account-for-password-manager.tsx';
import { Alert, unlessAtField } from '../components/alert.tsx';
import { CancelAction } from '../components/cancel-action.tsx';
import { CheckBox } from '../components/check-box.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';
import type { Translator } from '../text/translator.ts';

/** As an image: an SVG in an `img` can neither run scripts nor load anything, whatever is in it. */
function qrImage(svg: string, uri: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg === '' ? renderSVG(uri) : svg, 'utf8').toString('base64')}`;
}

function Settings({ policy, t }: { readonly policy: PageProps<'configure-totp'>['view']['policy']; readonly t: Translator }) {
  const rows: readonly (readonly [string, string, string])[] = [
    ['kc-totp-type', t.text('loginTotpType'), t.text(policy.type === 'hotp' ? 'loginTotp.hotp' : 'loginTotp.totp')],
    ['kc-totp-algorithm', t.text('loginTotpAlgorithm'), policy.algorithm.replace(/^Hmac/, '')],
    ['kc-totp-digits', t.text('loginTotpDigits'), String(policy.digits)],
    policy.type === 'hotp'
      ? ['kc-totp-counter', t.text('loginTotpCounter'), String(policy.counter)]
      : ['kc-totp-period', t.text('loginTotpInterval'), String(policy.period)],
  ];
  return (
    <dl class="settings">
      {rows.map(([id, term, value]) => (
        <div key={id}>
          <dt>{term}</dt>
          <dd id={id}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function ConfigureTotp({ view, context, t }: PageProps<'configure-totp'>) {
  return (
    <Page context={context} t={t} heading={t.text('loginTotpTitle')} wide>
      <Alert kind="error" message={unlessAtField(view.error, view.fieldErrors)} t={t} />
      {view.error === null ? <p>{t.text('configureTotpMessage')}</p> : null}
      <ol id="kc-totp-settings">
        <li>{t.text('loginTotpStep1')}</li>
        <li>
          {t.text('loginTotpStep2')}
          <img
            id="kc-totp-secret-qr-code"
            class="qr"
            src={qrImage(view.qrSvg, view.uri)}
            alt={t.text('loginTotpQrAlt')}
            width="200"
            height="200"
          />
          <details>
            <summary>{t.text('loginTotpUnableToScan')}</summary>
            <p>{t.text('loginTotpManualStep2')}</p>
            <p>
              <code id="kc-totp-secret-key" dir="ltr">
                {view.secret}
              </code>
            </p>
            <p>{t.text('loginTotpManualStep3')}</p>
            <Settings policy={view.policy} t={t} />
          </details>
        </li>
        <li>{t.text('loginTotpStep3')}</li>
      </ol>
      <PageForm id="kc-totp-settings-form" context={context}>
        <AccountForPasswordManager username={view.username} />
        <input type="hidden" id="totpSecret" name="totpSecret" value={view.rawSecret} />
        <Field
          name="totp"
          label={t.text('authenticatorCode')}
          t={t}
          error={view.fieldErrors.totp}
          input={{
            autocomplete: 'one-time-code',
            inputmode: 'numeric',
            autocapitalize: 'none',
            spellcheck: false,
            dir: 'ltr',
            class: 'code',
          }}
        />
        <p id="kc-totp-device-hint">{t.text('loginTotpStep3DeviceName')}</p>
        <Field
          name="userLabel"
          label={t.text('loginTotpDeviceName')}
          t={t}
          error={view.fieldErrors.userLabel}
          describedBy="kc-totp-device-hint"
          input={{ autocomplete: 'off', dir: 'auto' }}
        />
        <CheckBox name="logout-sessions" label={t.text('logoutOtherSessions')} checked />
        <button id="saveTOTPBtn" type="submit">
          {t.text('doSubmit')}
        </button>
        <CancelAction context={context} t={t} />
      </PageForm>
    </Page>
  );
}
