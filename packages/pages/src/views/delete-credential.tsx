import { CancelAction } from '../components/cancel-action.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** Credential type → prefix of its display name. */
const NAMES: Readonly<Record<string, string>> = { 'recovery-authn-codes': 'auth-recovery-authn-code-form' };

export function DeleteCredential({ view, context, t }: PageProps<'delete-credential'>) {
  const name = view.label ?? t.find(`${NAMES[view.type] ?? view.type}-display-name`) ?? view.type;
  return (
    <Page context={context} t={t} heading={t.text('deleteCredentialTitle', name)}>
      <p id="kc-delete-text">{t.text('deleteCredentialMessage', name)}</p>
      <PageForm id="kc-delete-credential-form" context={context}>
        <button id="kc-accept" type="submit" name="accept" value="on">
          {t.text('doYes')}
        </button>
        <CancelAction context={context} t={t} />
      </PageForm>
    </Page>
  );
}
