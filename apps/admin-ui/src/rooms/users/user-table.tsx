import { Anchor, Text } from '@mantine/core';
import type { User } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EnabledState } from '../../ui/enabled-state.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';

/** People, wherever a list of them stands. */
export function UserTable({ realm, users }: { readonly realm: string; readonly users: readonly User[] }) {
  const t = useText();
  const { dateTime } = useFormat();
  return (
    <DataTable
      label={t('users.title')}
      rows={users}
      rowKey={(user) => user.id}
      columns={[
        {
          key: 'username',
          title: t('users.username'),
          cell: ({ id, username, email }) => (
            <>
              <Anchor component={RouterLink} to={paths.user(realm, id)} fw={500} className="anywhere">
                {username}
              </Anchor>
              {email !== undefined && email !== username && (
                <Text size="xs" c="dimmed" hiddenFrom="sm" className="anywhere">
                  {email}
                </Text>
              )}
            </>
          ),
        },
        {
          key: 'name',
          title: t('users.name'),
          from: 'sm',
          cell: ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' '),
        },
        { key: 'email', title: t('users.email'), from: 'sm', cell: ({ email }) => <span className="anywhere">{email}</span> },
        {
          key: 'created',
          title: t('users.created'),
          from: 'lg',
          cell: ({ createdTimestamp }) => <span className="nowrap">{dateTime(createdTimestamp)}</span>,
        },
        {
          key: 'state',
          title: t('users.state'),
          cell: ({ enabled }) => <EnabledState enabled={enabled} />,
        },
      ]}
    />
  );
}
