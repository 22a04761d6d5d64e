import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import type { UserGroup } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { PagedList } from '../../ui/paged-list.tsx';
import { groupPath } from './group-query.ts';
import { GroupTable } from './group-table.tsx';
import { NewGroupDialog } from './new-group-dialog.tsx';

export interface GroupTabProps {
  readonly realm: string;
  readonly group: UserGroup;
  readonly readOnly: boolean;
}

/** The groups right below one. */
export function GroupChildrenTab({ realm, group, readOnly }: GroupTabProps) {
  const t = useText();
  const api = useApi();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <PagedList
        queryKey={['groups', realm, group.id, 'children']}
        load={async (search, window) => ({
          rows: await api.get<readonly UserGroup[]>(groupPath(realm, group.id, '/children'), {
            search,
            ...window,
            briefRepresentation: true,
          }),
          total: null,
        })}
        searchLabel={t('groups.search')}
        empty={() => ({ title: t('groups.noneBelow'), hint: t('groups.noneBelowHint') })}
        actions={
          !readOnly && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open}>
              {t('groups.create')}
            </Button>
          )
        }
      >
        {(groups) => <GroupTable realm={realm} groups={groups} />}
      </PagedList>
      <NewGroupDialog realm={realm} parent={group} opened={opened} onClose={dialog.close} />
    </>
  );
}
