import { Alert } from '../components/alert.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { TextKey } from '../messages/catalogue.ts';
import type { PageProps, ViewOf } from '../page-props.ts';

const HEADING: Readonly<Record<ViewOf<'link-email'>['purpose'], TextKey>> = {
  verify: 'confirmEmailAddressVerification',
  update: 'confirmEmailAddressUpdate',
  undo: 'confirmEmailAddressUndo',
};

/** A mailed link about an address was opened. Looking at it confirms nothing: only the button's POST does. */
export function LinkEmail({ view, context, t }: PageProps<'link-email'>) {
  return (
    <Page context={context} t={t} heading={t.text(HEADING[view.purpose], view.email)}>
      <Alert kind="info" message={view.signedInAs === null ? null : { key: 'linkConfirmOtherUser', args: [view.signedInAs] }} t={t} />
      <dl class="settings">
        <div>
          <dt>{t.text('accountLabel')}</dt>
          <dd id="kc-link-account" dir="auto">
            {view.username}
          </dd>
        </div>
      </dl>
      <p>{t.text('linkConfirmHint')}</p>
      <PageForm id="kc-link-form" context={{ ...context, hidden: { ...context.hidden, key: view.key } }}>
        <button id="kc-proceed" type="submit">
          {t.text('proceedWithAction')}
        </button>
      </PageForm>
    </Page>
  );
}
