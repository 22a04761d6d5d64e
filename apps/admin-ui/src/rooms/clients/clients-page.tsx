import { Anchor, Badge, Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Client } from '../../api/types.ts';
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
import { isTransient, kindOf } from './client-query.ts';
import { KIND_TEXT } from './kind-text.ts';
import { ownName } from './own-name.ts';

const SIZE = 20;

export function ClientsPage() {
  const t = useText();
  const api = useApi();
  const { realm } = useParams({ from: '/realms/$realm/clients' });
  const { search = '', page = 1 } = useSearch({ from: '/realms/$realm/clients' });
  const navigate = useNavigate({ from: '/realms/$realm/clients' });
  const mayManage = useMay(realm, 'manage-clients');
  const clients = useQuery({
    queryKey: ['clients', realm, 'list', search, page],
    queryFn: async () => {
      const filter = search === '' ? {} : { clientId: search, search: true };
      // One more than a page shows: nobody counts clients, this says whether there are more.
      const found = await api.get<readonly Client[]>(rest(realm, '/clients'), { ...filter, first: (page - 1) * SIZE, max: SIZE + 1 });
      return { rows: found.slice(0, SIZE), more: found.length > SIZE };
    },
    placeholderData: keepPreviousData,
  });
  const show = (wanted: { readonly search?: string; readonly page?: number }) =>
    navigate({
      search: { ...(wanted.search ? { search: wanted.search } : {}), ...(wanted.page && wanted.page > 1 ? { page: wanted.page } : {}) },
      replace: wanted.page === undefined,
    });
  const create = mayManage && (
    <Button component={RouterLink} to={paths.newClient(realm)} leftSection={<IconPlus size={16} aria-hidden />}>
      {t('clients.create')}
    </Button>
  );
  return (
    <Page title={t('clients.title')} intro={t('clients.intro')} actions={create}>
      <Panel p={0}>
        <Group p="sm">
          <SearchField key={realm} label={t('clients.search')} value={search} onSearch={(text) => show({ search: text })} />
        </Group>
        <Loaded query={clients}>
          {({ rows, more }) =>
            rows.length === 0 ? (
              <EmptyState title={search === '' ? t('clients.none') : t('clients.noneFound', { search })}>
                {t('clients.noneHint')}
              </EmptyState>
            ) : (
              <>
                <ClientTable realm={realm} clients={rows} />
                <Pager
                  page={page}
                  size={SIZE}
                  shown={rows.length}
                  total={null}
                  more={more}
                  onPage={(wanted) => show({ search, page: wanted })}
                />
              </>
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

function ClientTable({ realm, clients }: { readonly realm: string; readonly clients: readonly Client[] }) {
  const t = useText();
  return (
    <DataTable
      label={t('clients.title')}
      rows={clients}
      rowKey={(client) => client.id}
      columns={[
        {
          key: 'clientId',
          title: t('clients.clientId'),
          cell: ({ id, clientId }) => (
            <Anchor component={RouterLink} to={paths.client(realm, id)} fw={500} className="anywhere">
              {clientId}
            </Anchor>
          ),
        },
        { key: 'name', title: t('clients.name'), from: 'sm', cell: ({ name }) => ownName(name) },
        { key: 'kind', title: t('clients.kind'), from: 'xs', cell: (client) => t(KIND_TEXT[kindOf(client)]) },
        {
          key: 'sessions',
          title: t('clients.sessions'),
          from: 'sm',
          cell: (client) =>
            isTransient(client) ? (
              <Badge variant="light" color="amber">
                {t('clients.transient')}
              </Badge>
            ) : null,
        },
        {
          key: 'state',
          title: t('clients.state'),
          cell: ({ enabled }) => <EnabledState enabled={enabled} />,
        },
      ]}
    />
  );
}
