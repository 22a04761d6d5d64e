import { Anchor, List, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Role, UserGroup } from '../../api/access-types.ts';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { UserTable } from '../users/user-table.tsx';
import { rolesPath } from './role-query.ts';

/** At most this many people are named. */
const SHOWN = 100;

/** Who has the role by a mapping of its own: people and groups. */
export function RoleHoldersTab({ realm, role }: { readonly realm: string; readonly role: Role }) {
  const t = useText();
  const api = useApi();
  const path = rolesPath(realm, role.clientRole ? role.containerId : null, `/${encodeURIComponent(role.name)}`);
  const users = useQuery({
    queryKey: ['roles', realm, role.id, 'users'],
    queryFn: () => api.get<readonly User[]>(`${path}/users`, { max: SHOWN, briefRepresentation: true }),
  });
  const groups = useQuery({
    queryKey: ['roles', realm, role.id, 'groups'],
    queryFn: () => api.get<readonly UserGroup[]>(`${path}/groups`, { max: SHOWN }),
  });
  return (
    <Stack gap="lg">
      <Panel title={t('users.title')} description={t('roles.holdersHint')}>
        <Loaded query={users}>
          {(all) => (all.length === 0 ? <EmptyState title={t('roles.holdersNone')} /> : <UserTable realm={realm} users={all} />)}
        </Loaded>
      </Panel>
      <Panel title={t('groups.title')}>
        <Loaded query={groups}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState title={t('roles.groupsNone')} />
            ) : (
              <List spacing={4}>
                {all.map(({ id, path: place }) => (
                  <List.Item key={id}>
                    <Anchor component={RouterLink} to={paths.group(realm, id)}>
                      {place}
                    </Anchor>
                  </List.Item>
                ))}
              </List>
            )
          }
        </Loaded>
      </Panel>
    </Stack>
  );
}
