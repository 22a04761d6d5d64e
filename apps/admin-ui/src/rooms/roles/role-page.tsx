import { Button, Tabs } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Role } from '../../api/access-types.ts';
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
import { clientsQuery } from '../clients/client-query.ts';
import { RoleCompositesTab } from './role-composites-tab.tsx';
import { RoleDetailsTab } from './role-details-tab.tsx';
import { RoleHoldersTab } from './role-holders-tab.tsx';
import { rolePath, roleQuery } from './role-query.ts';

const TABS = ['details', 'composites', 'holders'] as const;
const TITLES = { details: 'roles.tabDetails', composites: 'roles.tabComposites', holders: 'roles.tabHolders' } as const;

export function RolePage() {
  const t = useText();
  const api = useApi();
  const { realm, id } = useParams({ from: '/realms/$realm/roles/$id' });
  const role = useQuery(roleQuery(api, realm, id));
  const owner = useQuery(clientsQuery(api, realm)).data?.find((client) => client.id === role.data?.containerId);
  const mayManage = useMay(realm, role.data?.clientRole === true ? 'manage-clients' : 'manage-realm');
  const { tab, open } = useTab(TABS);
  const back =
    owner === undefined
      ? { to: paths.roles(realm), label: t('roles.title') }
      : { to: paths.client(realm, owner.id, 'roles'), label: owner.clientId };
  return (
    <Page
      title={role.data?.name ?? t('roles.one')}
      intro={role.data && (owner === undefined ? t('roles.ofRealm') : t('roles.ofClient', { client: owner.clientId }))}
      back={back}
      actions={role.data && mayManage && <DeleteRole realm={realm} role={role.data} to={back.to} />}
    >
      <Loaded query={role}>
        {(loaded) => (
          <Tabs value={tab} onChange={open} keepMounted={false}>
            <Tabs.List mb="lg">
              {TABS.map((known) => (
                <Tabs.Tab key={known} value={known}>
                  {t(TITLES[known])}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="details">
              <RoleDetailsTab key={loaded.id} realm={realm} role={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="composites">
              <RoleCompositesTab realm={realm} role={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="holders">
              <RoleHoldersTab realm={realm} role={loaded} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Loaded>
    </Page>
  );
}

function DeleteRole({ realm, role, to }: { readonly realm: string; readonly role: Role; readonly to: string }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const ask = () =>
    confirm({
      title: t('roles.deleteTitle', { role: role.name }),
      body: t('roles.deleteBody'),
      action: t('roles.delete'),
      onConfirm: async () => {
        await act(() => api.send('DELETE', rolePath(realm, role.id)), {
          done: t('roles.deleted', { role: role.name }),
          changes: [
            ['roles', realm, 'list'],
            ['users', realm],
            ['groups', realm],
          ],
        });
        go(to);
      },
    });
  return (
    <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask}>
      {t('roles.delete')}
    </Button>
  );
}
