import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Role } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DeleteButton } from '../../ui/delete-button.tsx';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useMay } from '../../ui/who.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { RoleCompositesTab } from './role-composites-tab.tsx';
import { RoleDetailsTab } from './role-details-tab.tsx';
import { RoleHoldersTab } from './role-holders-tab.tsx';
import { rolePath, roleQuery } from './role-query.ts';

export function RolePage() {
  const t = useText();
  const api = useApi();
  const { realm, id } = useParams({ from: '/realms/$realm/roles/$id' });
  const role = useQuery(roleQuery(api, realm, id));
  const owner = useQuery(clientsQuery(api, realm)).data?.find((client) => client.id === role.data?.containerId);
  const mayManage = useMay(realm, role.data?.clientRole === true ? 'manage-clients' : 'manage-realm');
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
          <RoomTabs
            tabs={[
              {
                id: 'details',
                title: t('roles.tabDetails'),
                panel: <RoleDetailsTab key={loaded.id} realm={realm} role={loaded} readOnly={!mayManage} />,
              },
              {
                id: 'composites',
                title: t('roles.tabComposites'),
                panel: <RoleCompositesTab realm={realm} role={loaded} readOnly={!mayManage} />,
              },
              { id: 'holders', title: t('roles.tabHolders'), panel: <RoleHoldersTab realm={realm} role={loaded} /> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}

function DeleteRole({ realm, role, to }: { readonly realm: string; readonly role: Role; readonly to: string }) {
  const t = useText();
  return (
    <DeleteButton
      path={rolePath(realm, role.id)}
      action={t('roles.delete')}
      title={t('roles.deleteTitle', { role: role.name })}
      body={t('roles.deleteBody')}
      done={t('roles.deleted', { role: role.name })}
      changes={[
        ['roles', realm, 'list'],
        ['users', realm],
        ['groups', realm],
      ]}
      to={to}
    />
  );
}
