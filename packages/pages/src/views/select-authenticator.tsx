import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';
import type { Translator } from '../text/translator.ts';

/** Provider id → prefix of Keycloak's `…-display-name` and `…-help-text`. */
const NAME: Readonly<Record<string, string>> = {
  'auth-otp-form': 'otp',
  'auth-password-form': 'password',
  'auth-email-code-form': 'email-code',
  'webauthn-authenticator': 'webauthn',
  'webauthn-authenticator-passwordless': 'webauthn-passwordless',
};

function text(provider: string, suffix: 'display-name' | 'help-text', t: Translator): string | null {
  return t.find(`${Object.hasOwn(NAME, provider) ? NAME[provider] : provider}-${suffix}`);
}

export function SelectAuthenticator({ view, context, t }: PageProps<'select-authenticator'>) {
  return (
    <Page context={context} t={t} heading={t.text('loginChooseAuthenticator')}>
      <PageForm id="kc-select-credential-form" context={context}>
        <ul class="methods">
          {view.options.map(({ executionId, provider }) => {
            const help = text(provider, 'help-text', t);
            return (
              <li key={executionId}>
                <button type="submit" class="method" name="authenticationExecution" value={executionId}>
                  <strong>{text(provider, 'display-name', t) ?? provider}</strong>
                  {help === null ? null : <span>{help}</span>}
                </button>
              </li>
            );
          })}
        </ul>
      </PageForm>
    </Page>
  );
}
