import { Anchor, Badge, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EnabledState } from '../../ui/enabled-state.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedList } from '../../ui/paged-list.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { useMay } from '../../ui/who.ts';
import { isTransient, kindOf } from './client-query.ts';
import { KIND_TEXT } from './kind-text.ts';
import { ownName } from './own-name.ts';

export function ClientsPage() {
  const t = useText();
  const api = useApi();
  const { realm } = useParams({ from: '/realms/$realm/clients' });
  const mayManage = useMay(realm, 'manage-clients');
  const create = mayManage && (
    <Button component={RouterLink} to={paths.newClient(realm)} leftSection={<IconPlus size={16} aria-hidden />}>
      {t('clients.create')}
    </Button>
  );
  return (
    <Page title={t('clients.title')} intro={t('clients.intro')} actions={create}>
      <PagedList
        queryKey={['clients', realm, 'list']}
        load={async (search, window) => {
          const filter = search === '' ? {} : { clientId: search, search: true };
          return { rows: await api.get<readonly Client[]>(rest(realm, '/clients'), { ...filter, ...window }), total: null };
        }}
        searchLabel={t('clients.search')}
        empty={(search) => ({ title: search === '' ? t('clients.none') : t('clients.noneFound', { search }), hint: t('clients.noneHint') })}
      >
        {(clients) => <ClientTable realm={realm} clients={clients} />}
      </PagedList>
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
