import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { SessionPage, User } from '../../api/types.ts';
import { rest } from '../../ui/paths.ts';

/** More sessions than anybody reads through; who has more ends them all. */
const MOST = 200;

/** The realm's list narrowed to one name exactly, then to the person: it may be another one's address. */
export const userSessionsQuery = (api: Api, realm: string, user: User) =>
  queryOptions({
    queryKey: ['sessions', realm, 'of', user.id],
    queryFn: async () => {
      const { sessions } = await api.get<SessionPage>(`/anteroom${rest(realm, '/sessions')}`, { search: `"${user.username}"`, max: MOST });
      return sessions.filter(({ userId }) => userId === user.id);
    },
  });
