import { Anchor, Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Realm } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi, useConsole } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EnabledState } from '../../ui/enabled-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useWho } from '../../ui/who.ts';
import { realmsQuery } from './realms-query.ts';

export function RealmsPage() {
  const t = useText();
  const { authRealm } = useConsole();
  const realms = useQuery(realmsQuery(useApi()));
  const mayCreate = useWho(authRealm).data?.createRealm ?? false;
  const [search, setSearch] = useState('');
  const create = mayCreate && (
    <Button component={RouterLink} to={paths.newRealm} leftSection={<IconPlus size={16} aria-hidden />}>
      {t('realms.create')}
    </Button>
  );
  return (
    <Page title={t('realms.title')} intro={t('realms.intro')} actions={create}>
      <Panel p={0}>
        <Loaded query={realms}>
          {(all) => {
            const wanted = search.toLowerCase();
            const shown = all.filter(({ realm, displayName }) => `${realm} ${displayName ?? ''}`.toLowerCase().includes(wanted));
            return (
              <>
                {all.length > 5 && (
                  <Group p="sm">
                    <SearchField label={t('realms.search')} value={search} onSearch={setSearch} />
                  </Group>
                )}
                {shown.length === 0 ? <EmptyState title={t('realms.noneFound', { search })} /> : <RealmTable realms={shown} />}
              </>
            );
          }}
        </Loaded>
      </Panel>
    </Page>
  );
}

function RealmTable({ realms }: { readonly realms: readonly Realm[] }) {
  const t = useText();
  return (
    <DataTable
      label={t('realms.title')}
      rows={realms}
      rowKey={(realm) => realm.id}
      columns={[
        {
          key: 'name',
          title: t('realms.name'),
          cell: ({ realm }) => (
            <Anchor component={RouterLink} to={paths.realm(realm)} fw={500}>
              {realm}
            </Anchor>
          ),
        },
        { key: 'displayName', title: t('realms.displayName'), from: 'xs', cell: ({ displayName }) => displayName ?? '' },
        {
          key: 'enabled',
          title: t('realms.state'),
          cell: ({ enabled }) => <EnabledState enabled={enabled} />,
        },
        {
          key: 'rooms',
          title: t('common.actions'),
          silent: true,
          from: 'sm',
          cell: ({ realm }) => (
            <Group gap="md" justify="flex-end" wrap="nowrap">
              <Anchor component={RouterLink} to={paths.users(realm)} fz="sm" aria-label={t('realms.usersOf', { realm })}>
                {t('shell.users')}
              </Anchor>
              <Anchor component={RouterLink} to={paths.clients(realm)} fz="sm" aria-label={t('realms.clientsOf', { realm })}>
                {t('shell.clients')}
              </Anchor>
              <Anchor component={RouterLink} to={paths.sessions(realm)} fz="sm" aria-label={t('realms.sessionsOf', { realm })}>
                {t('shell.sessions')}
              </Anchor>
            </Group>
          ),
        },
      ]}
    />
  );
}
