import { Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { useTab } from '../../ui/use-tab.ts';
import { useMay } from '../../ui/who.ts';
import { FlowsTab } from './flows-tab.tsx';
import { RequiredActionsTab } from './required-actions-tab.tsx';

const TABS = ['flows', 'actions'] as const;
const TITLES = { flows: 'flows.tabFlows', actions: 'flows.tabActions' } as const;

export function AuthenticationPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/authentication' });
  const mayManage = useMay(realm, 'manage-realm');
  const { tab, open } = useTab(TABS);
  return (
    <Page title={t('flows.title')} intro={t('flows.intro')}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="lg">
          {TABS.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {t(TITLES[known])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="flows">
          <FlowsTab realm={realm} readOnly={!mayManage} />
        </Tabs.Panel>
        <Tabs.Panel value="actions">
          <RequiredActionsTab realm={realm} readOnly={!mayManage} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
