import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { ChangesTab } from './changes-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { LoginsTab } from './logins-tab.tsx';

/** What happened in a realm: what people did, how their logins went, and what administrators changed. */
export function ActivityPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/activity' });
  return (
    <Page title={t('activity.title')} intro={t('activity.intro')}>
      <RoomTabs
        tabs={[
          { id: 'events', title: t('activity.tabEvents'), panel: <EventsTab realm={realm} /> },
          { id: 'logins', title: t('activity.tabLogins'), panel: <LoginsTab realm={realm} /> },
          { id: 'changes', title: t('activity.tabChanges'), panel: <ChangesTab realm={realm} /> },
        ]}
      />
    </Page>
  );
}
