import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UserGroup } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';

interface GroupTableProps {
  readonly realm: string;
  readonly groups: readonly UserGroup[];
  /** What can be done with one of them. */
  readonly action?: (group: UserGroup) => ReactNode;
}

export function GroupTable({ realm, groups, action }: GroupTableProps) {
  const t = useText();
  return (
    <DataTable
      label={t('groups.title')}
      rows={groups}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          title: t('groups.name'),
          cell: ({ id, name }) => (
            <Anchor component={RouterLink} to={paths.group(realm, id)} fw={500} className="anywhere">
              {name}
            </Anchor>
          ),
        },
        { key: 'path', title: t('groups.path'), from: 'xs', cell: ({ path }) => <span className="anywhere">{path}</span> },
        ...(action === undefined
          ? [
              {
                key: 'below',
                title: t('groups.below'),
                from: 'sm',
                cell: ({ subGroupCount }: UserGroup) => (subGroupCount ? t('groups.belowCount', { count: subGroupCount }) : ''),
              } as const,
            ]
          : [{ key: 'action', title: t('common.actions'), silent: true, cell: action }]),
      ]}
    />
  );
}
