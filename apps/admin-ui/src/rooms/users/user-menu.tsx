import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconLogout, IconTrash } from '@tabler/icons-react';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { paths } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { userPath } from './user-query.ts';

export function UserMenu({ realm, user }: { readonly realm: string; readonly user: User }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const name = user.username;
  const signOut = () =>
    confirm({
      title: t('users.signOutTitle', { name }),
      body: t('users.signOutBody'),
      action: t('users.signOut'),
      onConfirm: () =>
        act(() => api.send('POST', userPath(realm, user.id, '/logout')), {
          done: t('users.signedOut', { name }),
          changes: [
            ['sessions', realm],
            ['users', realm],
          ],
        }),
    });
  const remove = () =>
    confirm({
      title: t('users.deleteTitle', { name }),
      body: t('users.deleteBody'),
      action: t('users.delete'),
      onConfirm: async () => {
        await act(() => api.send('DELETE', userPath(realm, user.id)), {
          done: t('users.deleted', { name }),
          changes: [
            ['users', realm, 'list'],
            ['sessions', realm],
          ],
        });
        go(paths.users(realm));
      },
    });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
          {t('common.actions')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {t('users.signOut')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
          {t('users.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
