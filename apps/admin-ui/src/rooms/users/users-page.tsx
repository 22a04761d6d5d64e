import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Page } from '../../ui/page.tsx';
import { PagedList } from '../../ui/paged-list.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { useMay } from '../../ui/who.ts';
import { infix } from './infix.ts';
import { UserTable } from './user-table.tsx';

export function UsersPage() {
  const t = useText();
  const api = useApi();
  const { realm } = useParams({ from: '/realms/$realm/users' });
  const mayManage = useMay(realm, 'manage-users');
  const create = mayManage && (
    <Button component={RouterLink} to={paths.newUser(realm)} leftSection={<IconUserPlus size={16} aria-hidden />}>
      {t('users.create')}
    </Button>
  );
  return (
    <Page title={t('users.title')} actions={create}>
      <PagedList
        queryKey={['users', realm, 'list']}
        load={async (search, window) => {
          // A word anywhere in name or address is what an operator means.
          const filter = { search: search === '' ? undefined : infix(search) };
          const [rows, total] = await Promise.all([
            api.get<readonly User[]>(rest(realm, '/users'), { ...filter, ...window, briefRepresentation: true }),
            api.get<number>(rest(realm, '/users/count'), filter),
          ]);
          return { rows, total };
        }}
        searchLabel={t('users.search')}
        searchHint={t('users.searchHint')}
        empty={(search) =>
          search === ''
            ? { title: t('users.none'), hint: t('users.noneHint') }
            : { title: t('users.noneFound', { search }), hint: t('users.noneFoundHint') }
        }
      >
        {(users) => <UserTable realm={realm} users={users} />}
      </PagedList>
    </Page>
  );
}
