import { Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { useTab } from '../../ui/use-tab.ts';
import { ChangesTab } from './changes-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { LoginsTab } from './logins-tab.tsx';

const TABS = ['events', 'logins', 'changes'] as const;
const TITLES = { events: 'activity.tabEvents', logins: 'activity.tabLogins', changes: 'activity.tabChanges' } as const;

/** What happened in a realm: what people did, how their logins went, and what administrators changed. */
export function ActivityPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/activity' });
  const { tab, open } = useTab(TABS);
  return (
    <Page title={t('activity.title')} intro={t('activity.intro')}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="lg">
          {TABS.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {t(TITLES[known])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="events">
          <EventsTab realm={realm} />
        </Tabs.Panel>
        <Tabs.Panel value="logins">
          <LoginsTab realm={realm} />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <ChangesTab realm={realm} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
