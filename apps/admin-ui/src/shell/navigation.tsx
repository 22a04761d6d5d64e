import { NavLink, Text } from '@mantine/core';
import { IconAppWindow, IconDeviceLaptop, IconHome, IconServer2, IconStack2, IconUsers, type TablerIcon } from '@tabler/icons-react';
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
          { to: paths.clients(realm), label: t('shell.clients'), icon: IconAppWindow, deep: true },
          { to: paths.sessions(realm), label: t('shell.sessions'), icon: IconDeviceLaptop, deep: true },
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
          const active = deep ? pathname.startsWith(to) : pathname === to;
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
