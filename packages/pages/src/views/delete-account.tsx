import { Alert } from '../components/alert.tsx';
import { CancelAction } from '../components/cancel-action.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

export function DeleteAccount({ context, t }: PageProps<'delete-account'>) {
  return (
    <Page context={context} t={t} heading={t.text('deleteAccountConfirm')}>
      <Alert kind="error" message={{ key: 'irreversibleAction' }} t={t} />
      <p>{t.text('deletingImplies')}</p>
      <ul>
        <li>{t.text('loggingOutImmediately')}</li>
        <li>{t.text('errasingData')}</li>
      </ul>
      <p>{t.text('finalDeletionConfirmation')}</p>
      <PageForm id="kc-delete-account-form" context={context}>
        <button id="kc-delete-account" type="submit" name="accept" value="on">
          {t.text('doConfirmDelete')}
        </button>
        <CancelAction context={context} t={t} />
      </PageForm>
    </Page>
  );
}
