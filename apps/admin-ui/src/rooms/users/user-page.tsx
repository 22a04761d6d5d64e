import { Badge, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useMay } from '../../ui/who.ts';
import { AccessRoles } from '../roles/role-mapping.tsx';
import { SessionsPanel } from '../sessions/sessions-panel.tsx';
import { CredentialsTab } from './credentials-tab.tsx';
import { SendLinkTab } from './send-link-tab.tsx';
import { UserDetailsTab } from './user-details-tab.tsx';
import { UserGroupsTab } from './user-groups-tab.tsx';
import { UserMenu } from './user-menu.tsx';
import { userPath, userQuery } from './user-query.ts';

export function UserPage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/users/$id' });
  const user = useQuery(userQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-users');
  return (
    <Page
      title={user.data?.username ?? t('users.one')}
      intro={user.data && <UserIntro user={user.data} />}
      back={{ to: paths.users(realm), label: t('users.title') }}
      actions={user.data && mayManage && <UserMenu realm={realm} user={user.data} />}
    >
      <Loaded query={user}>
        {(loaded) => (
          <RoomTabs
            tabs={[
              {
                id: 'details',
                title: t('users.tabDetails'),
                panel: <UserDetailsTab key={loaded.id} realm={realm} user={loaded} readOnly={!mayManage} />,
              },
              {
                id: 'credentials',
                title: t('users.tabCredentials'),
                panel: <CredentialsTab realm={realm} user={loaded} readOnly={!mayManage} />,
              },
              {
                id: 'roles',
                title: t('roles.title'),
                panel: (
                  <AccessRoles
                    realm={realm}
                    path={userPath(realm, loaded.id, '/role-mappings')}
                    queryKey={['users', realm, loaded.id, 'roles']}
                    readOnly={!mayManage}
                  />
                ),
              },
              { id: 'groups', title: t('groups.title'), panel: <UserGroupsTab realm={realm} user={loaded} readOnly={!mayManage} /> },
              {
                id: 'link',
                title: t('users.tabLink'),
                shown: mayManage,
                panel: <SendLinkTab key={loaded.id} realm={realm} user={loaded} />,
              },
              { id: 'sessions', title: t('shell.sessions'), panel: <SessionsPanel realm={realm} user={loaded} readOnly={!mayManage} /> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}

function UserIntro({ user }: { readonly user: User }) {
  const t = useText();
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ');
  return (
    <Group gap="xs">
      {name !== '' && <span>{name}</span>}
      {name !== '' && user.email !== undefined && <span aria-hidden>·</span>}
      {user.email !== undefined && <span className="anywhere">{user.email}</span>}
      {!user.enabled && (
        <Badge variant="light" color="gray">
          {t('common.disabled')}
        </Badge>
      )}
    </Group>
  );
}
