import { Badge, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DeleteButton } from '../../ui/delete-button.tsx';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useMay } from '../../ui/who.ts';
import { RoleList } from '../roles/role-list.tsx';
import { ClientFlowsTab } from './client-flows-tab.tsx';
import { clientPath, clientQuery, isTransient, kindOf } from './client-query.ts';
import { ClientScopesTab } from './client-scopes-tab.tsx';
import { ClientSessionsTab } from './client-sessions-tab.tsx';
import { ClientSettingsTab } from './client-settings-tab.tsx';
import { KIND_TEXT } from './kind-text.ts';
import { SecretTab } from './secret-tab.tsx';

export function ClientPage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/clients/$id' });
  const client = useQuery(clientQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-clients');
  return (
    <Page
      title={client.data?.clientId ?? t('clients.one')}
      intro={client.data && <ClientIntro client={client.data} />}
      back={{ to: paths.clients(realm), label: t('clients.title') }}
      actions={client.data && mayManage && <DeleteClient realm={realm} client={client.data} />}
    >
      <Loaded query={client}>
        {(loaded) => (
          <RoomTabs
            tabs={[
              {
                id: 'settings',
                title: t('clients.tabSettings'),
                panel: <ClientSettingsTab key={loaded.id} realm={realm} client={loaded} readOnly={!mayManage} />,
              },
              {
                id: 'credentials',
                title: t('clients.tabCredentials'),
                shown: kindOf(loaded) === 'confidential',
                panel: <SecretTab key={loaded.id} realm={realm} client={loaded} readOnly={!mayManage} />,
              },
              { id: 'flows', title: t('clientFlows.tab'), panel: <ClientFlowsTab realm={realm} client={loaded} readOnly={!mayManage} /> },
              { id: 'roles', title: t('roles.title'), panel: <RoleList realm={realm} client={loaded.id} readOnly={!mayManage} /> },
              { id: 'scopes', title: t('scopes.title'), panel: <ClientScopesTab realm={realm} client={loaded} readOnly={!mayManage} /> },
              {
                id: 'sessions',
                title: t('shell.sessions'),
                panel: <ClientSessionsTab realm={realm} client={loaded} readOnly={!mayManage} />,
              },
            ]}
          />
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
  const name = client.clientId;
  return (
    <DeleteButton
      path={clientPath(realm, client.id)}
      action={t('clients.delete')}
      title={t('clients.deleteTitle', { client: name })}
      body={t('clients.deleteBody')}
      typed={name}
      done={t('clients.deleted', { client: name })}
      changes={[['clients', realm, 'list']]}
      to={paths.clients(realm)}
    />
  );
}
