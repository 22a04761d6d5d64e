import { Badge, Group, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useTab } from '../../ui/use-tab.ts';
import { useMay } from '../../ui/who.ts';
import { AccessRoles } from '../roles/role-mapping.tsx';
import { SessionsPanel } from '../sessions/sessions-panel.tsx';
import { CredentialsTab } from './credentials-tab.tsx';
import { SendLinkTab } from './send-link-tab.tsx';
import { UserDetailsTab } from './user-details-tab.tsx';
import { UserGroupsTab } from './user-groups-tab.tsx';
import { UserMenu } from './user-menu.tsx';
import { userPath, userQuery } from './user-query.ts';

const TABS = ['details', 'credentials', 'roles', 'groups', 'link', 'sessions'] as const;
type Tab = (typeof TABS)[number];

export function UserPage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/users/$id' });
  const user = useQuery(userQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-users');
  const { tab, open } = useTab(TABS);
  return (
    <Page
      title={user.data?.username ?? t('users.one')}
      intro={user.data && <UserIntro user={user.data} />}
      back={{ to: paths.users(realm), label: t('users.title') }}
      actions={user.data && mayManage && <UserMenu realm={realm} user={user.data} />}
    >
      <Loaded query={user}>
        {(loaded) => (
          <Tabs value={tab} onChange={open} keepMounted={false}>
            <Tabs.List mb="lg">
              {TABS.filter((known) => known !== 'link' || mayManage).map((known) => (
                <Tabs.Tab key={known} value={known}>
                  {t(TITLES[known])}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="details">
              <UserDetailsTab key={loaded.id} realm={realm} user={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="credentials">
              <CredentialsTab realm={realm} user={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="roles">
              <AccessRoles
                realm={realm}
                path={userPath(realm, loaded.id, '/role-mappings')}
                queryKey={['users', realm, loaded.id, 'roles']}
                readOnly={!mayManage}
              />
            </Tabs.Panel>
            <Tabs.Panel value="groups">
              <UserGroupsTab realm={realm} user={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="link">
              <SendLinkTab key={loaded.id} realm={realm} user={loaded} />
            </Tabs.Panel>
            <Tabs.Panel value="sessions">
              <SessionsPanel realm={realm} user={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Loaded>
    </Page>
  );
}

const TITLES = {
  details: 'users.tabDetails',
  credentials: 'users.tabCredentials',
  roles: 'roles.title',
  groups: 'groups.title',
  link: 'users.tabLink',
  sessions: 'shell.sessions',
} as const satisfies Record<Tab, string>;

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
