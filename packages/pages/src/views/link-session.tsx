import { Alert } from '../components/alert.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';
import { moment } from '../text/moment.ts';

/** "Was this you?" One press ends the session; looking at the page does not. */
export function LinkSession({ view, context, t }: PageProps<'link-session'>) {
  const facts = [
    ['accountLabel', view.username],
    ['sessionStarted', moment(view.at, t.locale)],
    ['sessionFrom', view.from],
    ['sessionDevice', view.device],
  ] as const;
  return (
    <Page context={context} t={t} heading={t.text('endSessionTitle')}>
      <Alert kind="info" message={view.signedInAs === null ? null : { key: 'linkConfirmOtherUser', args: [view.signedInAs] }} t={t} />
      <p class="instruction">{t.text('endSessionHint')}</p>
      <dl class="settings">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{t.text(label)}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <PageForm id="kc-link-form" context={{ ...context, hidden: { ...context.hidden, key: view.key } }}>
        <button id="kc-proceed" type="submit">
          {t.text('endSessionSubmit')}
        </button>
      </PageForm>
    </Page>
  );
}
