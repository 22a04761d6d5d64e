import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ClientScope } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DeleteButton } from '../../ui/delete-button.tsx';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { RoomTabs } from '../../ui/room-tabs.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useMay } from '../../ui/who.ts';
import { RoleMapping } from '../roles/role-mapping.tsx';
import { MapperList } from './mapper-list.tsx';
import { ScopeDetailsTab } from './scope-details-tab.tsx';
import { scopePath, scopeQuery } from './scope-query.ts';

export function ScopePage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/client-scopes/$id' });
  const scope = useQuery(scopeQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-clients');
  return (
    <Page
      title={scope.data?.name ?? t('scopes.one')}
      intro={scope.data?.description}
      back={{ to: paths.clientScopes(realm), label: t('scopes.title') }}
      actions={scope.data && mayManage && <DeleteScope realm={realm} scope={scope.data} />}
    >
      <Loaded query={scope}>
        {(loaded) => (
          <RoomTabs
            tabs={[
              {
                id: 'details',
                title: t('scopes.tabDetails'),
                panel: <ScopeDetailsTab key={loaded.id} realm={realm} scope={loaded} readOnly={!mayManage} />,
              },
              {
                id: 'mappers',
                title: t('mappers.title'),
                panel: (
                  <MapperList
                    owner={scopePath(realm, loaded.id)}
                    mappers={loaded.protocolMappers ?? []}
                    changes={[['client-scopes', realm]]}
                    description={t('mappers.ofScope')}
                    readOnly={!mayManage}
                  />
                ),
              },
              {
                id: 'roles',
                title: t('roles.title'),
                panel: (
                  <RoleMapping
                    realm={realm}
                    path={scopePath(realm, loaded.id, '/scope-mappings')}
                    queryKey={['client-scopes', realm, loaded.id, 'roles']}
                    title={t('roles.title')}
                    description={t('scopes.rolesHint')}
                    empty={{ title: t('scopes.rolesNone'), hint: t('scopes.rolesNoneHint') }}
                    readOnly={!mayManage}
                  />
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}

function DeleteScope({ realm, scope }: { readonly realm: string; readonly scope: ClientScope }) {
  const t = useText();
  return (
    <DeleteButton
      path={scopePath(realm, scope.id)}
      action={t('scopes.delete')}
      title={t('scopes.deleteTitle', { scope: scope.name })}
      body={t('scopes.deleteBody')}
      done={t('scopes.deleted', { scope: scope.name })}
      changes={[
        ['client-scopes', realm, 'list'],
        ['clients', realm],
      ]}
      to={paths.clientScopes(realm)}
    />
  );
}
