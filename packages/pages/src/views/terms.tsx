import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** The terms themselves are the realm's own text under Keycloak's key `termsText` (realm localization). */
export function Terms({ context, t }: PageProps<'terms'>) {
  return (
    <Page context={context} t={t} heading={t.text('termsTitle')} wide>
      <div id="kc-terms-text">
        {t
          .text('termsText')
          .split(/\n\s*\n/)
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </div>
      <PageForm id="kc-terms-form" context={context}>
        <div class="choice">
          <button id="kc-accept" name="accept" value="on" type="submit">
            {t.text('doAccept')}
          </button>
          <button id="kc-decline" name="cancel" value="on" type="submit" class="secondary">
            {t.text('doDecline')}
          </button>
        </div>
      </PageForm>
    </Page>
  );
}
