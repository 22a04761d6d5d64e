import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { SessionPage, SessionRow } from '../../api/types.ts';
import { rest } from '../../ui/paths.ts';

export interface SessionFilter {
  readonly search: string;
  readonly client: string;
  readonly store: string;
  /** From 1. */
  readonly page: number;
}

export const SESSIONS_PER_PAGE = 20;

export const sessionsQuery = (api: Api, realm: string, { search, client, store, page }: SessionFilter) =>
  queryOptions({
    queryKey: ['sessions', realm, search, client, store, page],
    queryFn: () =>
      api.get<SessionPage>(`/anteroom${rest(realm, '/sessions')}`, {
        search,
        client,
        store,
        first: (page - 1) * SESSIONS_PER_PAGE,
        max: SESSIONS_PER_PAGE,
      }),
    placeholderData: keepPreviousData,
  });

/** Ends one session; an offline one keeps the ordinary one of the same id alive. */
export const endSession = (api: Api, realm: string, session: Pick<SessionRow, 'id' | 'offline'>): Promise<void> =>
  api.send('DELETE', rest(realm, `/sessions/${encodeURIComponent(session.id)}`), undefined, session.offline ? { isOffline: true } : {});

/** What tells rows apart: the two sessions of one id are two rows. */
export const rowKey = ({ id, offline }: Pick<SessionRow, 'id' | 'offline'>): string => `${offline ? 'offline' : 'online'}:${id}`;
