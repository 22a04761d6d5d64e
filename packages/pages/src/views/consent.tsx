import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

export function Consent({ view, context, t }: PageProps<'consent'>) {
  return (
    <Page context={context} t={t} heading={t.text('oauthGrantTitle', t.label(view.clientName))}>
      <div id="kc-oauth">
        {view.bindingMessage ? (
          <p id="kc-binding-message">
            {t.text('bindingMessage')} <strong>{view.bindingMessage}</strong>
          </p>
        ) : null}
        <h2>{t.text('oauthGrantRequest')}</h2>
        <ul class="scopes">
          {view.scopes.map((scope) => (
            <li key={scope}>{t.label(scope)}</li>
          ))}
        </ul>
        <PageForm id="kc-oauth-form" context={context}>
          <div class="choice">
            <button id="kc-login" name="accept" value="on" type="submit">
              {t.text('doYes')}
            </button>
            <button id="kc-cancel" name="cancel" value="on" type="submit" class="secondary">
              {t.text('doNo')}
            </button>
          </div>
        </PageForm>
      </div>
    </Page>
  );
}
