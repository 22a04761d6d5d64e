import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { TextKey } from '../messages/catalogue.ts';
import type { PageProps, ViewOf } from '../page-props.ts';

const REASON: Readonly<Record<ViewOf<'link-dead'>['reason'], TextKey>> = {
  expired: 'linkDeadExpired',
  used: 'linkDeadUsed',
  replaced: 'linkDeadReplaced',
  revoked: 'linkDeadRevoked',
  'not-needed': 'linkDeadNotNeeded',
  'wrong-realm': 'linkDeadWrongRealm',
  invalid: 'linkDeadInvalid',
};

/** Asking for a new link is a POST (`requestNew=on` with the page's hidden fields): a scanner that follows links sends no mail. */
export function LinkDead({ view, context, t }: PageProps<'link-dead'>) {
  return (
    <Page context={context} t={t} heading={t.text('linkDeadTitle')}>
      <p class="instruction" id="kc-link-reason">
        {t.text(REASON[view.reason])}
      </p>
      {view.canRequestNew ? (
        <PageForm id="kc-link-new-form" context={context}>
          <button id="kc-request-new" name="requestNew" value="on" type="submit">
            {t.text('linkDeadRequestNew')}
          </button>
        </PageForm>
      ) : view.reason === 'used' || view.reason === 'replaced' || view.reason === 'not-needed' ? null : (
        <p>{t.text('linkDeadAskAdministrator')}</p>
      )}
      <WayOn id="kc-link-sign-in" direction="on" url={context.links.restart} text={t.text('linkDeadSignIn')} />
    </Page>
  );
}
