import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { useMay } from '../../ui/who.ts';
import { RoleList } from './role-list.tsx';

export function RolesPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/roles' });
  const mayManage = useMay(realm, 'manage-realm');
  return (
    <Page title={t('roles.title')} intro={t('roles.intro')}>
      <RoleList realm={realm} client={null} readOnly={!mayManage} />
    </Page>
  );
}
