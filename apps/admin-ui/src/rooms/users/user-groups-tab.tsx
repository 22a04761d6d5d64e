import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserGroup } from '../../api/access-types.ts';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { searchGroups } from '../groups/group-query.ts';
import { GroupTable } from '../groups/group-table.tsx';
import { userPath } from './user-query.ts';

interface UserGroupsTabProps {
  readonly realm: string;
  readonly user: User;
  readonly readOnly: boolean;
}

const SHOWN = 20;

/** The groups that a person is a member of, and the ways in and out. */
export function UserGroupsTab({ realm, user, readOnly }: UserGroupsTabProps) {
  const t = useText();
  const api = useApi();
  const { run, running } = useButtonAct();
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = useQuery({
    queryKey: ['users', realm, user.id, 'groups'],
    queryFn: () => api.get<readonly UserGroup[]>(userPath(realm, user.id, '/groups')),
  });
  const changes = [
    ['users', realm, user.id],
    ['groups', realm],
  ];
  const membership = (group: string) => userPath(realm, user.id, `/groups/${encodeURIComponent(group)}`);
  const join = async (group: string) => {
    await run(() => api.send('PUT', membership(group)), { done: t('groups.joinedBy', { user: user.username }), changes });
    setChosen(null);
  };
  const leave = (group: UserGroup) => (
    <Button
      size="compact-sm"
      variant="subtle"
      color="red"
      disabled={running}
      aria-label={`${t('groups.leave')}: ${group.path}`}
      onClick={() => void run(() => api.send('DELETE', membership(group.id)), { done: t('groups.left', { group: group.name }), changes })}
    >
      {t('groups.leave')}
    </Button>
  );
  return (
    <Panel title={t('groups.title')} description={t('groups.ofUserHint')}>
      {!readOnly && (
        <Group align="flex-end" gap="xs" mb="md">
          <SearchSelect
            key={groups.dataUpdatedAt}
            label={t('groups.join')}
            queryKey={['groups', realm, 'choice']}
            load={async (search) =>
              (await searchGroups(api, realm, search, { max: SHOWN })).map(({ id, path }) => ({ value: id, label: path }))
            }
            value={chosen}
            onChange={setChosen}
          />
          <Button variant="default" disabled={chosen === null || running} onClick={() => chosen !== null && void join(chosen)}>
            {t('common.add')}
          </Button>
        </Group>
      )}
      <Loaded query={groups}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t('groups.ofUserNone')} />
          ) : (
            <GroupTable realm={realm} groups={all} action={readOnly ? () => null : leave} />
          )
        }
      </Loaded>
    </Panel>
  );
}
