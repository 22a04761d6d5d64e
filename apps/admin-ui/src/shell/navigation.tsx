import { NavLink, Text } from '@mantine/core';
import {
  IconActivity,
  IconAppWindow,
  IconDeviceLaptop,
  IconHome,
  IconKey,
  IconMail,
  IconServer2,
  IconShieldLock,
  IconStack2,
  IconTags,
  IconTrash,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useText } from '../i18n/text.tsx';
import { paths } from '../ui/paths.ts';
import { RouterLink } from '../ui/router-link.tsx';

interface Entry {
  readonly to: string;
  readonly label: string;
  readonly icon: TablerIcon;
  /** Also current in what lies below it. */
  readonly deep: boolean;
}

export function Navigation({ realm }: { readonly realm: string | null }) {
  const t = useText();
  const ofRealm: readonly Entry[] =
    realm === null
      ? []
      : [
          { to: paths.realm(realm), label: t('shell.overview'), icon: IconHome, deep: false },
          { to: paths.users(realm), label: t('shell.users'), icon: IconUsers, deep: true },
          { to: paths.groups(realm), label: t('groups.title'), icon: IconUsersGroup, deep: true },
          { to: paths.roles(realm), label: t('roles.title'), icon: IconKey, deep: true },
          { to: paths.clients(realm), label: t('shell.clients'), icon: IconAppWindow, deep: true },
          { to: paths.clientScopes(realm), label: t('scopes.title'), icon: IconTags, deep: true },
          { to: paths.sessions(realm), label: t('shell.sessions'), icon: IconDeviceLaptop, deep: true },
          { to: paths.links(realm), label: t('links.title'), icon: IconMail, deep: true },
          { to: paths.activity(realm), label: t('activity.title'), icon: IconActivity, deep: true },
          { to: paths.deleted(realm), label: t('deleted.title'), icon: IconTrash, deep: true },
          { to: paths.authentication(realm), label: t('flows.title'), icon: IconShieldLock, deep: true },
        ];
  const ofServer: readonly Entry[] = [
    { to: paths.realms, label: t('shell.allRealms'), icon: IconStack2, deep: false },
    { to: paths.server, label: t('shell.status'), icon: IconServer2, deep: true },
  ];
  return (
    <>
      {realm !== null && <Section title={realm} entries={ofRealm} />}
      <Section title={t('shell.server')} entries={ofServer} />
    </>
  );
}

function Section({ title, entries }: { readonly title: string; readonly entries: readonly Entry[] }) {
  const pathname = useLocation({ select: (location) => location.pathname });
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed" px="xs" pt="sm" pb={4} truncate>
        {title}
      </Text>
      <ul className="navigation">
        {entries.map(({ to, label, icon: Icon, deep }) => {
          const active = pathname === to || (deep && pathname.startsWith(`${to}/`));
          return (
            <li key={to}>
              <NavLink
                component={RouterLink}
                to={to}
                label={label}
                active={active}
                aria-current={active ? 'page' : undefined}
                leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                py={7}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
