import { Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { useTab } from '../../ui/use-tab.ts';
import { useMay } from '../../ui/who.ts';
import { LinksPanel } from './links-panel.tsx';
import { MailPanel } from './mail-panel.tsx';
import { TemplatesPanel } from './templates-panel.tsx';

const TABS = ['links', 'mail', 'templates'] as const;
const TITLES = { links: 'links.tabLinks', mail: 'links.tabMail', templates: 'links.tabTemplates' } as const;

/** Everything that was mailed, or waits for it. */
export function LinksPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/links' });
  const mayManage = useMay(realm, 'manage-users');
  const { tab, open } = useTab(TABS);
  return (
    <Page title={t('links.title')} intro={t('links.intro')}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="lg">
          {TABS.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {t(TITLES[known])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="links">
          <LinksPanel realm={realm} userId={null} readOnly={!mayManage} />
        </Tabs.Panel>
        <Tabs.Panel value="mail">
          <MailPanel realm={realm} readOnly={!mayManage} />
        </Tabs.Panel>
        <Tabs.Panel value="templates">
          <TemplatesPanel realm={realm} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
