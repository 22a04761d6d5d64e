import { Anchor, Badge, Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import type { Role } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PagedList } from '../../ui/paged-list.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { NewRoleDialog } from './new-role-dialog.tsx';
import { rolesPath } from './role-query.ts';
import { ownDescription } from './role-set.tsx';

interface RoleListProps {
  readonly realm: string;
  /** Id of the client whose roles they are; null for the realm's. */
  readonly client: string | null;
  readonly readOnly: boolean;
}

/** The roles of the realm or of one client. */
export function RoleList({ realm, client, readOnly }: RoleListProps) {
  const t = useText();
  const api = useApi();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <PagedList
        queryKey={['roles', realm, 'list', client ?? '']}
        load={async (search, window) => ({
          rows: await api.get<readonly Role[]>(rolesPath(realm, client), { search, ...window }),
          total: null,
        })}
        searchLabel={t('roles.search')}
        empty={(search) => ({ title: search === '' ? t('roles.none') : t('roles.noneFound', { search }), hint: t('roles.noneHint') })}
        actions={
          !readOnly && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open}>
              {t('roles.create')}
            </Button>
          )
        }
      >
        {(roles) => (
          <DataTable
            label={t('roles.title')}
            rows={roles}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'name',
                title: t('roles.name'),
                cell: ({ id, name }) => (
                  <Anchor component={RouterLink} to={paths.role(realm, id)} fw={500} className="anywhere">
                    {name}
                  </Anchor>
                ),
              },
              {
                key: 'composite',
                title: t('roles.kind'),
                cell: ({ composite }) =>
                  composite ? (
                    <Badge variant="light" color="gray">
                      {t('roles.composite')}
                    </Badge>
                  ) : null,
              },
              {
                key: 'description',
                title: t('roles.description'),
                from: 'sm',
                cell: (role) => (
                  <Text size="sm" c="dimmed">
                    {ownDescription(role)}
                  </Text>
                ),
              },
            ]}
          />
        )}
      </PagedList>
      <NewRoleDialog realm={realm} client={client} opened={opened} onClose={dialog.close} />
    </>
  );
}
