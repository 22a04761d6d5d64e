import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/text.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { rest } from '../../ui/paths.ts';
import { useMay } from '../../ui/who.ts';
import { AssignmentTable } from './assignment-table.tsx';
import { NewScopeDialog } from './new-scope-dialog.tsx';

export function ScopesPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/client-scopes' });
  const mayManage = useMay(realm, 'manage-clients');
  const [opened, dialog] = useDisclosure(false);
  const create = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open}>
      {t('scopes.create')}
    </Button>
  );
  return (
    <Page title={t('scopes.title')} intro={t('scopes.intro')} actions={create}>
      <Panel p={0}>
        <AssignmentTable realm={realm} owner={rest(realm)} ofRealm queryKey={['client-scopes', realm, 'defaults']} readOnly={!mayManage} />
      </Panel>
      <NewScopeDialog realm={realm} opened={opened} onClose={dialog.close} />
    </Page>
  );
}
