import { Badge, Button, Group, Tabs } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { useMay } from '../../ui/who.ts';
import { clientPath, clientQuery, isTransient, kindOf } from './client-query.ts';
import { ClientSessionsTab } from './client-sessions-tab.tsx';
import { ClientSettingsTab } from './client-settings-tab.tsx';
import { KIND_TEXT } from './kind-text.ts';
import { SecretTab } from './secret-tab.tsx';

const TABS = ['settings', 'credentials', 'sessions'] as const;
const TITLES = { settings: 'clients.tabSettings', credentials: 'clients.tabCredentials', sessions: 'shell.sessions' } as const;

export function ClientPage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/clients/$id' });
  const search = useSearch({ from: '/realms/$realm/clients/$id' });
  const navigate = useNavigate({ from: '/realms/$realm/clients/$id' });
  const client = useQuery(clientQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-clients');
  const tabs = TABS.filter((tab) => tab !== 'credentials' || (client.data && kindOf(client.data) === 'confidential'));
  const tab = tabs.find((known) => known === search.tab) ?? 'settings';
  const open = (next: string | null) => navigate({ search: next === null || next === 'settings' ? {} : { tab: next } });
  return (
    <Page
      title={client.data?.clientId ?? t('clients.one')}
      intro={client.data && <ClientIntro client={client.data} />}
      back={{ to: paths.clients(realm), label: t('clients.title') }}
      actions={client.data && mayManage && <DeleteClient realm={realm} client={client.data} />}
    >
      <Loaded query={client}>
        {(loaded) => (
          <Tabs value={tab} onChange={open} keepMounted={false}>
            <Tabs.List mb="lg">
              {tabs.map((known) => (
                <Tabs.Tab key={known} value={known}>
                  {t(TITLES[known])}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="settings">
              <ClientSettingsTab key={loaded.id} realm={realm} client={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="credentials">
              <SecretTab key={loaded.id} realm={realm} client={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="sessions">
              <ClientSessionsTab realm={realm} client={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Loaded>
    </Page>
  );
}

function ClientIntro({ client }: { readonly client: Client }) {
  const t = useText();
  return (
    <Group gap="xs">
      <span>{t(KIND_TEXT[kindOf(client)])}</span>
      {isTransient(client) && (
        <Badge variant="light" color="amber">
          {t('clients.transient')}
        </Badge>
      )}
      {!client.enabled && (
        <Badge variant="light" color="gray">
          {t('common.disabled')}
        </Badge>
      )}
    </Group>
  );
}

function DeleteClient({ realm, client }: { readonly realm: string; readonly client: Client }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const name = client.clientId;
  const ask = () =>
    confirm({
      title: t('clients.deleteTitle', { client: name }),
      body: t('clients.deleteBody'),
      action: t('clients.delete'),
      typed: name,
      onConfirm: async () => {
        await act(() => api.send('DELETE', clientPath(realm, client.id)), {
          done: t('clients.deleted', { client: name }),
          changes: [['clients', realm, 'list']],
        });
        go(paths.clients(realm));
      },
    });
  return (
    <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask}>
      {t('clients.delete')}
    </Button>
  );
}
