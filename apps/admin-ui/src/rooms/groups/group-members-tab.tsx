import { Anchor, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { userPath } from '../users/user-query.ts';
import { UserSelect } from '../users/user-select.tsx';
import type { GroupTabProps } from './group-children-tab.tsx';
import { groupPath } from './group-query.ts';

/** At most this many are named; who looks for one person looks at that person's groups. */
const SHOWN = 100;

export function GroupMembersTab({ realm, group, readOnly }: GroupTabProps) {
  const t = useText();
  const api = useApi();
  const { run, running } = useButtonAct();
  const [chosen, setChosen] = useState<string | null>(null);
  const members = useQuery({
    queryKey: ['groups', realm, group.id, 'members'],
    queryFn: () => api.get<readonly User[]>(groupPath(realm, group.id, '/members'), { max: SHOWN, briefRepresentation: true }),
  });
  const membership = (user: string) => userPath(realm, user, `/groups/${encodeURIComponent(group.id)}`);
  const changes = [
    ['groups', realm, group.id],
    ['users', realm],
  ];
  const join = async (user: string) => {
    await run(() => api.send('PUT', membership(user)), { done: t('groups.joined', { group: group.name }), changes });
    setChosen(null);
  };
  return (
    <Panel description={t('groups.membersHint')}>
      {!readOnly && (
        <Group align="flex-end" gap="xs" mb="md">
          <UserSelect key={members.dataUpdatedAt} realm={realm} label={t('groups.addMember')} value={chosen} onChange={setChosen} />
          <Button variant="default" disabled={chosen === null || running} onClick={() => chosen !== null && void join(chosen)}>
            {t('common.add')}
          </Button>
        </Group>
      )}
      <Loaded query={members}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t('groups.membersNone')} />
          ) : (
            <DataTable
              label={t('groups.tabMembers')}
              rows={all}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'username',
                  title: t('users.username'),
                  cell: ({ id, username }) => (
                    <Anchor component={RouterLink} to={paths.user(realm, id, 'groups')} fw={500} className="anywhere">
                      {username}
                    </Anchor>
                  ),
                },
                { key: 'email', title: t('users.email'), from: 'sm', cell: ({ email }) => <span className="anywhere">{email}</span> },
                {
                  key: 'actions',
                  title: t('common.actions'),
                  silent: true,
                  cell: ({ id, username }) =>
                    readOnly ? null : (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="red"
                        disabled={running}
                        aria-label={`${t('common.remove')}: ${username}`}
                        onClick={() =>
                          void run(() => api.send('DELETE', membership(id)), { done: t('groups.left', { group: group.name }), changes })
                        }
                      >
                        {t('common.remove')}
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
