import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useText } from '../i18n/text.tsx';
import { useConsole } from '../ui/api-context.ts';
import { useWho } from '../ui/who.ts';

export function AccountMenu() {
  const t = useText();
  const { authRealm, signOut } = useConsole();
  const who = useWho(authRealm);
  const name = who.data?.displayName ?? '…';
  return (
    <Menu position="bottom-end" shadow="md" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.account', { name })}>
          <IconUserCircle size={22} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          <br />
          {t('shell.signedInTo', { realm: authRealm })}
        </Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
