import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

export function LogoutConfirm({ context, t }: PageProps<'logout-confirm'>) {
  return (
    <Page context={context} t={t} title={t.text('logoutConfirmTitle')} heading={t.text('logoutConfirmTitle')}>
      <div id="kc-logout-confirm">
        <p>{t.text('logoutConfirmHeader')}</p>
        <PageForm id="kc-logout-form" context={context}>
          <input id="kc-logout" name="confirmLogout" type="submit" value={t.text('doLogout')} />
        </PageForm>
      </div>
    </Page>
  );
}
