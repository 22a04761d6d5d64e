import { Badge, Button, Group, Tabs } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { useTab } from '../../ui/use-tab.ts';
import { useMay } from '../../ui/who.ts';
import { RoleList } from '../roles/role-list.tsx';
import { ClientFlowsTab } from './client-flows-tab.tsx';
import { clientPath, clientQuery, isTransient, kindOf } from './client-query.ts';
import { ClientScopesTab } from './client-scopes-tab.tsx';
import { ClientSessionsTab } from './client-sessions-tab.tsx';
import { ClientSettingsTab } from './client-settings-tab.tsx';
import { KIND_TEXT } from './kind-text.ts';
import { SecretTab } from './secret-tab.tsx';

const TABS = ['settings', 'credentials', 'flows', 'roles', 'scopes', 'sessions'] as const;
const TITLES = {
  settings: 'clients.tabSettings',
  credentials: 'clients.tabCredentials',
  flows: 'clientFlows.tab',
  roles: 'roles.title',
  scopes: 'scopes.title',
  sessions: 'shell.sessions',
} as const;

export function ClientPage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/clients/$id' });
  const client = useQuery(clientQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-clients');
  const tabs = TABS.filter((tab) => tab !== 'credentials' || (client.data && kindOf(client.data) === 'confidential'));
  const { tab: wanted, open } = useTab(TABS);
  const tab = tabs.includes(wanted) ? wanted : 'settings';
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
            <Tabs.Panel value="flows">
              <ClientFlowsTab realm={realm} client={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="roles">
              <RoleList realm={realm} client={loaded.id} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="scopes">
              <ClientScopesTab realm={realm} client={loaded} readOnly={!mayManage} />
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
