import { AppShell, Burger, Button, Group, Image, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../i18n/text.tsx';
import icon from '../icon.svg';
import { paths } from '../ui/paths.ts';
import { RouterLink } from '../ui/router-link.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AppearanceMenu } from './appearance-menu.tsx';
import { Navigation } from './navigation.tsx';
import { RealmSwitcher } from './realm-switcher.tsx';
import { SessionEndedDialog } from './session-ended-dialog.tsx';

/** The frame around every room. */
export function Shell() {
  const t = useText();
  const [opened, menu] = useDisclosure(false);
  const pathname = useLocation({ select: (location) => location.pathname });
  const { realm } = useParams({ strict: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu of a narrow screen closes when one walks on
  useEffect(() => menu.close(), [pathname]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className="skip-link" href="#main">
        {t('common.skip')}
      </a>
      <AppShell.Header px="md" component="div" role="banner">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="sm">
          <Group wrap="nowrap" gap="sm">
            <Burger
              opened={opened}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('shell.menu')}
              aria-expanded={opened}
              aria-controls="navigation"
            />
            <Button
              component={RouterLink}
              to={paths.realms}
              variant="transparent"
              color="gray"
              p={0}
              aria-label={`${t('common.product')}: ${t('shell.allRealms')}`}
            >
              <Image src={icon} w={28} h={28} alt="" />
              <Text fw={650} ml={8} visibleFrom="md" c="var(--mantine-color-text)">
                {t('common.product')}
              </Text>
            </Button>
            <RealmSwitcher realm={realm ?? null} />
          </Group>
          <Group wrap="nowrap" gap={4}>
            <AppearanceMenu />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" id="navigation" aria-label={t('shell.navigation')}>
        <Navigation realm={realm ?? null} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <SessionEndedDialog />
    </AppShell>
  );
}
