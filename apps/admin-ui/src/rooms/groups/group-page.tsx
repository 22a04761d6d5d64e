import { Button, Tabs } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { UserGroup } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { useTab } from '../../ui/use-tab.ts';
import { useMay } from '../../ui/who.ts';
import { AccessRoles } from '../roles/role-mapping.tsx';
import { GroupChildrenTab } from './group-children-tab.tsx';
import { GroupDetailsTab } from './group-details-tab.tsx';
import { GroupMembersTab } from './group-members-tab.tsx';
import { groupPath, groupQuery } from './group-query.ts';

const TABS = ['members', 'children', 'roles', 'details'] as const;
const TITLES = {
  members: 'groups.tabMembers',
  children: 'groups.tabChildren',
  roles: 'roles.title',
  details: 'groups.tabDetails',
} as const;

export function GroupPage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/groups/$id' });
  const group = useQuery(groupQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-users');
  const { tab, open } = useTab(TABS);
  return (
    <Page
      title={group.data?.name ?? t('groups.one')}
      intro={group.data?.path}
      back={
        group.data?.parentId === undefined
          ? { to: paths.groups(realm), label: t('groups.title') }
          : { to: paths.group(realm, group.data.parentId), label: parentName(group.data) }
      }
      actions={group.data && mayManage && <DeleteGroup realm={realm} group={group.data} />}
    >
      <Loaded query={group}>
        {(loaded) => (
          <Tabs value={tab} onChange={open} keepMounted={false}>
            <Tabs.List mb="lg">
              {TABS.map((known) => (
                <Tabs.Tab key={known} value={known}>
                  {t(TITLES[known])}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="members">
              <GroupMembersTab key={loaded.id} realm={realm} group={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="children">
              <GroupChildrenTab key={loaded.id} realm={realm} group={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="roles">
              <AccessRoles
                realm={realm}
                path={groupPath(realm, loaded.id, '/role-mappings')}
                queryKey={['groups', realm, loaded.id, 'roles']}
                readOnly={!mayManage}
              />
            </Tabs.Panel>
            <Tabs.Panel value="details">
              <GroupDetailsTab key={loaded.id} realm={realm} group={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Loaded>
    </Page>
  );
}

const parentName = ({ path }: UserGroup): string => path.split('/').at(-2) ?? path;

function DeleteGroup({ realm, group }: { readonly realm: string; readonly group: UserGroup }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const ask = () =>
    confirm({
      title: t('groups.deleteTitle', { group: group.name }),
      body: t('groups.deleteBody'),
      action: t('groups.delete'),
      onConfirm: async () => {
        await act(() => api.send('DELETE', groupPath(realm, group.id)), {
          done: t('groups.deleted', { group: group.name }),
          changes: [
            ['groups', realm, 'list'],
            ['users', realm],
          ],
        });
        go(group.parentId === undefined ? paths.groups(realm) : paths.group(realm, group.parentId, 'children'));
      },
    });
  return (
    <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask}>
      {t('groups.delete')}
    </Button>
  );
}
