import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { Realm } from '../../api/types.ts';
import { rest } from '../../ui/paths.ts';

/** The realms that this person has any role over. */
export const realmsQuery = (api: Api) =>
  queryOptions({
    queryKey: ['realms'],
    queryFn: async () =>
      [...(await api.get<readonly Realm[]>('/realms', { briefRepresentation: true }))].sort((a, b) => a.realm.localeCompare(b.realm)),
  });

export const realmQuery = (api: Api, realm: string) =>
  queryOptions({ queryKey: ['realm', realm], queryFn: () => api.get<Realm & Record<string, unknown>>(rest(realm)) });
