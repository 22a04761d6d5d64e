import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { User } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EnabledState } from '../../ui/enabled-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useMay } from '../../ui/who.ts';

const SIZE = 20;

export function UsersPage() {
  const t = useText();
  const api = useApi();
  const { realm } = useParams({ from: '/realms/$realm/users' });
  const { search = '', page = 1 } = useSearch({ from: '/realms/$realm/users' });
  const navigate = useNavigate({ from: '/realms/$realm/users' });
  const mayManage = useMay(realm, 'manage-users');
  const users = useQuery({
    queryKey: ['users', realm, 'list', search, page],
    queryFn: async () => {
      // A word anywhere in name or address is what an operator means.
      const filter = { search: search === '' ? undefined : infix(search) };
      const [rows, total] = await Promise.all([
        api.get<readonly User[]>(rest(realm, '/users'), { ...filter, first: (page - 1) * SIZE, max: SIZE, briefRepresentation: true }),
        api.get<number>(rest(realm, '/users/count'), filter),
      ]);
      return { rows, total };
    },
    placeholderData: keepPreviousData,
  });
  const show = (wanted: { readonly search?: string; readonly page?: number }) =>
    navigate({
      search: { ...(wanted.search ? { search: wanted.search } : {}), ...(wanted.page && wanted.page > 1 ? { page: wanted.page } : {}) },
      replace: wanted.page === undefined,
    });
  const create = mayManage && (
    <Button component={RouterLink} to={paths.newUser(realm)} leftSection={<IconUserPlus size={16} aria-hidden />}>
      {t('users.create')}
    </Button>
  );
  return (
    <Page title={t('users.title')} actions={create}>
      <Panel p={0}>
        <Group p="sm" justify="space-between">
          <SearchField
            key={realm}
            label={t('users.search')}
            placeholder={t('users.searchHint')}
            value={search}
            onSearch={(text) => show({ search: text })}
          />
        </Group>
        <Loaded query={users}>
          {({ rows, total }) =>
            rows.length === 0 ? (
              <EmptyState title={search === '' ? t('users.none') : t('users.noneFound', { search })}>
                {search === '' ? t('users.noneHint') : t('users.noneFoundHint')}
              </EmptyState>
            ) : (
              <>
                <UserTable realm={realm} users={rows} />
                <Pager page={page} size={SIZE} shown={rows.length} total={total} onPage={(wanted) => show({ search, page: wanted })} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

/** `id:` and quoted terms are the server's own; a plain word is looked for anywhere. */
const infix = (search: string): string =>
  /^id:|["*]/.test(search)
    ? search
    : search
        .split(/\s+/)
        .map((word) => `*${word}*`)
        .join(' ');

function UserTable({ realm, users }: { readonly realm: string; readonly users: readonly User[] }) {
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
