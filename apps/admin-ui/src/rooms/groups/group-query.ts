import { queryOptions } from '@tanstack/react-query';
import type { UserGroup } from '../../api/access-types.ts';
import type { Api } from '../../api/api.ts';
import { rest } from '../../ui/paths.ts';

export const groupPath = (realm: string, id: string, path = ''): string => rest(realm, `/groups/${encodeURIComponent(id)}${path}`);

export const groupQuery = (api: Api, realm: string, id: string) =>
  queryOptions({ queryKey: ['groups', realm, id], queryFn: () => api.get<UserGroup>(groupPath(realm, id)) });

/** Groups of any depth whose name has these words in it, each with its path. */
export const searchGroups = (api: Api, realm: string, search: string, window: { readonly first?: number; readonly max: number }) =>
  api.get<readonly UserGroup[]>(rest(realm, '/groups'), { search, populateHierarchy: false, ...window });
