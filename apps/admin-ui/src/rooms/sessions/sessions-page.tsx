import { Button, Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Panel } from '../../ui/panel.tsx';
import { rest } from '../../ui/paths.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useMay } from '../../ui/who.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { serverQuery } from '../server/server-query.ts';
import { SessionTable } from './session-table.tsx';
import { rowKey, SESSIONS_PER_PAGE, sessionsQuery } from './sessions-query.ts';
import { useEndSessions } from './use-end-sessions.ts';

const NOTHING: ReadonlySet<string> = new Set();

export function SessionsPage() {
  const t = useText();
  const api = useApi();
  const { realm } = useParams({ from: '/realms/$realm/sessions' });
  const { search = '', client = '', store = '', page = 1 } = useSearch({ from: '/realms/$realm/sessions' });
  const navigate = useNavigate({ from: '/realms/$realm/sessions' });
  const mayManage = useMay(realm, 'manage-users');
  const sessions = useQuery(sessionsQuery(api, realm, { search, client, store, page }));
  const clients = useQuery(clientsQuery(api, realm));
  const server = useQuery(serverQuery(api));
  const [chosen, setChosen] = useState(NOTHING);
  const endSessions = useEndSessions(realm);
  const show = (wanted: Readonly<Record<string, string | number>>) => {
    setChosen(NOTHING);
    const entries = Object.entries({ search, client, store, ...wanted }).filter(
      ([name, value]) => value !== '' && !(name === 'page' && value === 1),
    );
    return navigate({ search: Object.fromEntries(entries) });
  };
  const rows = sessions.data?.sessions ?? [];
  const selected = rows.filter((session) => chosen.has(rowKey(session)));
  const filtered = search !== '' || client !== '' || store !== '';
  return (
    <Page title={t('sessions.title')} intro={t('sessions.intro')} actions={mayManage && <EndAll realm={realm} />}>
      <Panel p={0}>
        <Group p="sm" gap="sm">
          <SearchField
            key={realm}
            label={t('sessions.search')}
            placeholder={t('sessions.searchHint')}
            value={search}
            onSearch={(text) => show({ search: text })}
          />
          <Select
            aria-label={t('sessions.filterClient')}
            placeholder={t('sessions.filterClient')}
            data={[...new Set([...(clients.data ?? []).map(({ clientId }) => clientId), ...(client === '' ? [] : [client])])]}
            value={client === '' ? null : client}
            onChange={(value) => show({ client: value ?? '' })}
            clearable
            clearButtonProps={{ 'aria-label': t('sessions.anyClient') }}
            searchable
            limit={100}
            w={200}
          />
          {(server.data?.stores.length ?? 0) > 1 && (
            <Select
              aria-label={t('sessions.filterStore')}
              placeholder={t('sessions.filterStore')}
              data={(server.data?.stores ?? []).map(({ tag, kind }) => ({ value: tag, label: kind }))}
              value={store === '' ? null : store}
              onChange={(value) => show({ store: value ?? '' })}
              clearable
              clearButtonProps={{ 'aria-label': t('sessions.anyStore') }}
              w={160}
            />
          )}
          {selected.length > 0 && (
            <Button variant="light" color="red" onClick={() => endSessions(selected, () => setChosen(NOTHING))}>
              {t('sessions.endChosen', { count: selected.length })}
            </Button>
          )}
        </Group>
        <Loaded query={sessions}>
          {({ sessions: shown, total, complete }) =>
            shown.length === 0 ? (
              <EmptyState title={filtered ? t('sessions.noneFound') : t('sessions.none')}>
                {filtered ? t('sessions.noneFoundHint') : t('sessions.noneHint')}
              </EmptyState>
            ) : (
              <>
                <SessionTable
                  realm={realm}
                  sessions={shown}
                  person
                  chosen={chosen}
                  onChoose={setChosen}
                  onEnd={mayManage ? (session) => endSessions([session], () => setChosen(NOTHING)) : null}
                />
                {!complete && (
                  <Text size="sm" c="dimmed" px="sm" pt="xs">
                    {t('sessions.incomplete')}
                  </Text>
                )}
                <Pager
                  page={page}
                  size={SESSIONS_PER_PAGE}
                  shown={shown.length}
                  total={total}
                  onPage={(wanted) => show({ page: wanted })}
                />
              </>
            )
          }
        </Loaded>
      </Panel>
    </Page>
  );
}

function EndAll({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const confirm = useConfirm();
  const ask = () =>
    confirm({
      title: t('sessions.endAllTitle', { realm }),
      body: t('sessions.endAllBody'),
      action: t('sessions.endAll'),
      typed: realm,
      onConfirm: () =>
        act(() => api.send('POST', rest(realm, '/logout-all')), {
          done: t('sessions.endedAll', { realm }),
          changes: [['sessions', realm]],
        }),
    });
  return (
    <Button variant="default" onClick={ask}>
      {t('sessions.endAll')}
    </Button>
  );
}
