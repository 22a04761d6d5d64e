import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { UserGroup } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Page } from '../../ui/page.tsx';
import { PagedList } from '../../ui/paged-list.tsx';
import { rest } from '../../ui/paths.ts';
import { useMay } from '../../ui/who.ts';
import { searchGroups } from './group-query.ts';
import { GroupTable } from './group-table.tsx';
import { NewGroupDialog } from './new-group-dialog.tsx';

/** The groups at the top; searching finds those below, too. */
export function GroupsPage() {
  const t = useText();
  const api = useApi();
  const { realm } = useParams({ from: '/realms/$realm/groups' });
  const mayManage = useMay(realm, 'manage-users');
  const [opened, dialog] = useDisclosure(false);
  const create = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open}>
      {t('groups.create')}
    </Button>
  );
  return (
    <Page title={t('groups.title')} intro={t('groups.intro')} actions={create}>
      <PagedList
        queryKey={['groups', realm, 'list']}
        load={async (search, window) => ({
          rows:
            search === ''
              ? await api.get<readonly UserGroup[]>(rest(realm, '/groups'), window)
              : await searchGroups(api, realm, search, window),
          total: null,
        })}
        searchLabel={t('groups.search')}
        empty={(search) => ({ title: search === '' ? t('groups.none') : t('groups.noneFound', { search }), hint: t('groups.noneHint') })}
      >
        {(groups) => <GroupTable realm={realm} groups={groups} />}
      </PagedList>
      <NewGroupDialog realm={realm} parent={null} opened={opened} onClose={dialog.close} />
    </Page>
  );
}
