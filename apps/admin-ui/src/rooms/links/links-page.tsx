import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { useMay } from '../../ui/who.ts';
import { LinksPanel } from './links-panel.tsx';
import { MailPanel } from './mail-panel.tsx';
import { TemplatesPanel } from './templates-panel.tsx';

/** Everything that was mailed, or waits for it. */
export function LinksPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/links' });
  const mayManage = useMay(realm, 'manage-users');
  return (
    <Page title={t('links.title')} intro={t('links.intro')}>
      <RoomTabs
        tabs={[
          { id: 'links', title: t('links.tabLinks'), panel: <LinksPanel realm={realm} userId={null} readOnly={!mayManage} /> },
          { id: 'mail', title: t('links.tabMail'), panel: <MailPanel realm={realm} readOnly={!mayManage} /> },
          { id: 'templates', title: t('links.tabTemplates'), panel: <TemplatesPanel realm={realm} /> },
        ]}
      />
    </Page>
  );
}
