import { Button, Tabs } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ClientScope } from '../../api/access-types.ts';
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
import { RoleMapping } from '../roles/role-mapping.tsx';
import { MapperList } from './mapper-list.tsx';
import { ScopeDetailsTab } from './scope-details-tab.tsx';
import { scopePath, scopeQuery } from './scope-query.ts';

const TABS = ['details', 'mappers', 'roles'] as const;
const TITLES = { details: 'scopes.tabDetails', mappers: 'mappers.title', roles: 'roles.title' } as const;

export function ScopePage() {
  const t = useText();
  const { realm, id } = useParams({ from: '/realms/$realm/client-scopes/$id' });
  const scope = useQuery(scopeQuery(useApi(), realm, id));
  const mayManage = useMay(realm, 'manage-clients');
  const { tab, open } = useTab(TABS);
  return (
    <Page
      title={scope.data?.name ?? t('scopes.one')}
      intro={scope.data?.description}
      back={{ to: paths.clientScopes(realm), label: t('scopes.title') }}
      actions={scope.data && mayManage && <DeleteScope realm={realm} scope={scope.data} />}
    >
      <Loaded query={scope}>
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
              <ScopeDetailsTab key={loaded.id} realm={realm} scope={loaded} readOnly={!mayManage} />
            </Tabs.Panel>
            <Tabs.Panel value="mappers">
              <MapperList
                owner={scopePath(realm, loaded.id)}
                mappers={loaded.protocolMappers ?? []}
                changes={[['client-scopes', realm]]}
                description={t('mappers.ofScope')}
                readOnly={!mayManage}
              />
            </Tabs.Panel>
            <Tabs.Panel value="roles">
              <RoleMapping
                realm={realm}
                path={scopePath(realm, loaded.id, '/scope-mappings')}
                queryKey={['client-scopes', realm, loaded.id, 'roles']}
                title={t('roles.title')}
                description={t('scopes.rolesHint')}
                empty={{ title: t('scopes.rolesNone'), hint: t('scopes.rolesNoneHint') }}
                readOnly={!mayManage}
              />
            </Tabs.Panel>
          </Tabs>
        )}
      </Loaded>
    </Page>
  );
}

function DeleteScope({ realm, scope }: { readonly realm: string; readonly scope: ClientScope }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const ask = () =>
    confirm({
      title: t('scopes.deleteTitle', { scope: scope.name }),
      body: t('scopes.deleteBody'),
      action: t('scopes.delete'),
      onConfirm: async () => {
        await act(() => api.send('DELETE', scopePath(realm, scope.id)), {
          done: t('scopes.deleted', { scope: scope.name }),
          changes: [
            ['client-scopes', realm, 'list'],
            ['clients', realm],
          ],
        });
        go(paths.clientScopes(realm));
      },
    });
  return (
    <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask}>
      {t('scopes.delete')}
    </Button>
  );
}
