import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { useMay } from '../../ui/who.ts';
import { FlowsTab } from './flows-tab.tsx';
import { RequiredActionsTab } from './required-actions-tab.tsx';

export function AuthenticationPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/authentication' });
  const mayManage = useMay(realm, 'manage-realm');
  return (
    <Page title={t('flows.title')} intro={t('flows.intro')}>
      <RoomTabs
        tabs={[
          { id: 'flows', title: t('flows.tabFlows'), panel: <FlowsTab realm={realm} readOnly={!mayManage} /> },
          { id: 'actions', title: t('flows.tabActions'), panel: <RequiredActionsTab realm={realm} readOnly={!mayManage} /> },
        ]}
      />
    </Page>
  );
}
