import { ActionNames } from '../components/action-names.tsx';
import { Alert } from '../components/alert.tsx';
import { HiddenFields } from '../components/hidden-fields.tsx';
import { Page } from '../components/page.tsx';
import type { PageProps } from '../page-props.ts';

/** A mailed link was opened: it says what would happen and to whom. Only the button's POST does something. */
export function LinkConfirm({ view, context, t }: PageProps<'link-confirm'>) {
  const other = view.signedInAs ?? null;
  return (
    <Page context={context} t={t} heading={t.text('confirmExecutionOfActions')}>
      <Alert kind="info" message={other === null ? null : { key: 'linkConfirmOtherUser', args: [other] }} t={t} />
      <ActionNames actions={view.actions} t={t} />
      <dl class="settings">
        <div>
          <dt>{t.text('accountLabel')}</dt>
          <dd id="kc-link-account" dir="auto">
            {view.username}
          </dd>
        </div>
      </dl>
      <p>{t.text('linkConfirmHint')}</p>
      <form id="kc-link-form" action={context.action} method="post">
        <HiddenFields fields={{ ...context.hidden, key: view.key }} />
        <button id="kc-proceed" type="submit">
          {t.text('proceedWithAction')}
        </button>
      </form>
    </Page>
  );
}
