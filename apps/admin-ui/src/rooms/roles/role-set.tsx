import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Role } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { ChooseRolesDialog } from './choose-roles-dialog.tsx';
import type { OwnedRole } from './role-query.ts';

export interface RoleSetProps {
  readonly realm: string;
  readonly title: string;
  readonly description: string;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly roles: UseQueryResult<readonly OwnedRole[]>;
  /** Beginning of the keys that are stale after a change. */
  readonly queryKey: readonly unknown[];
  readonly add: (roles: readonly Role[], owner: string | null) => Promise<void>;
  readonly remove: (role: Role) => Promise<void>;
  readonly readOnly: boolean;
}

/** The roles that somebody or something has, and the ways to give and take them. */
export function RoleSet({ realm, title, description, empty, roles, queryKey, add, remove, readOnly }: RoleSetProps) {
  const t = useText();
  const [opened, dialog] = useDisclosure(false);
  const { run, running } = useButtonAct();
  const take = (role: Role) => run(() => remove(role), { done: t('roles.taken', { role: role.name }), changes: [queryKey] });
  return (
    <Panel title={title} description={description}>
      <Stack>
        <Loaded query={roles}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState title={empty.title}>{empty.hint}</EmptyState>
            ) : (
              <DataTable
                label={title}
                rows={all}
                rowKey={({ role }) => role.id}
                columns={[
                  {
                    key: 'name',
                    title: t('roles.name'),
                    cell: ({ role }) => (
                      <Group gap="xs">
                        <Anchor component={RouterLink} to={paths.role(realm, role.id)} fw={500} className="anywhere">
                          {role.name}
                        </Anchor>
                        {role.composite && (
                          <Badge variant="light" color="gray">
                            {t('roles.composite')}
                          </Badge>
                        )}
                      </Group>
                    ),
                  },
                  { key: 'owner', title: t('roles.of'), cell: ({ owner }) => owner ?? t('roles.realm') },
                  {
                    key: 'description',
                    title: t('roles.description'),
                    from: 'md',
                    cell: ({ role }) => (
                      <Text size="sm" c="dimmed">
                        {ownDescription(role)}
                      </Text>
                    ),
                  },
                  {
                    key: 'actions',
                    title: t('common.actions'),
                    silent: true,
                    cell: ({ role }) =>
                      readOnly ? null : (
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          color="red"
                          disabled={running}
                          onClick={() => void take(role)}
                          aria-label={`${t('common.remove')}: ${role.name}`}
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
        {!readOnly && (
          <div>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open}>
              {t('roles.give')}
            </Button>
          </div>
        )}
      </Stack>
      <ChooseRolesDialog
        realm={realm}
        taken={new Set(roles.data?.map(({ role }) => role.id))}
        add={add}
        queryKey={queryKey}
        opened={opened}
        onClose={dialog.close}
      />
    </Panel>
  );
}

/** Built-in roles are described by a message of the account pages (`${role_view-profile}`), which says nothing here. */
export const ownDescription = ({ description = '' }: Role): string => (/^\$\{.*\}$/.test(description) ? '' : description);
