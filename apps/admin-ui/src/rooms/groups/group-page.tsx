import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { UserGroup } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DeleteButton } from '../../ui/delete-button.tsx';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useMay } from '../../ui/who.ts';
import { AccessRoles } from '../roles/role-mapping.tsx';
import { GroupChildrenTab } from './group-children-tab.tsx';
import { GroupDetailsTab } from './group-details-tab.tsx';
import { GroupMembersTab } from './group-members-tab.tsx';
import { groupPath, groupQuery } from './group-query.ts';

export function GroupPage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/groups/$id' });
  const group = useQuery(groupQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-users');
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
          <RoomTabs
            tabs={[
              {
                id: 'members',
                title: t('groups.tabMembers'),
                panel: <GroupMembersTab key={loaded.id} realm={realm} group={loaded} readOnly={!mayManage} />,
              },
              {
                id: 'children',
                title: t('groups.tabChildren'),
                panel: <GroupChildrenTab key={loaded.id} realm={realm} group={loaded} readOnly={!mayManage} />,
              },
              {
                id: 'roles',
                title: t('roles.title'),
                panel: (
                  <AccessRoles
                    realm={realm}
                    path={groupPath(realm, loaded.id, '/role-mappings')}
                    queryKey={['groups', realm, loaded.id, 'roles']}
                    readOnly={!mayManage}
                  />
                ),
              },
              {
                id: 'details',
                title: t('groups.tabDetails'),
                panel: <GroupDetailsTab key={loaded.id} realm={realm} group={loaded} readOnly={!mayManage} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}

const parentName = ({ path }: UserGroup): string => path.split('/').at(-2) ?? path;

function DeleteGroup({ realm, group }: { readonly realm: string; readonly group: UserGroup }) {
  const t = useText();
  return (
    <DeleteButton
      path={groupPath(realm, group.id)}
      action={t('groups.delete')}
      title={t('groups.deleteTitle', { group: group.name })}
      body={t('groups.deleteBody')}
      done={t('groups.deleted', { group: group.name })}
      changes={[
        ['groups', realm, 'list'],
        ['users', realm],
      ]}
      to={group.parentId === undefined ? paths.groups(realm) : paths.group(realm, group.parentId, 'children')}
    />
  );
}
