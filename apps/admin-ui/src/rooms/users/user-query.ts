import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { Credential, RequiredAction, User } from '../../api/types.ts';
import { rest } from '../../ui/paths.ts';

export const userPath = (realm: string, id: string, path = ''): string => rest(realm, `/users/${encodeURIComponent(id)}${path}`);

export const userQuery = (api: Api, realm: string, id: string) =>
  queryOptions({ queryKey: ['users', realm, id], queryFn: () => api.get<User>(userPath(realm, id), { userProfileMetadata: true }) });

export const credentialsQuery = (api: Api, realm: string, id: string) =>
  queryOptions({
    queryKey: ['users', realm, id, 'credentials'],
    queryFn: () => api.get<readonly Credential[]>(userPath(realm, id, '/credentials')),
  });

/** Whether an administrator may give a user attributes that the realm's user profile does not name; others would be dropped. */
export const freeAttributesQuery = (api: Api, realm: string) =>
  queryOptions({
    queryKey: ['user-profile', realm],
    queryFn: async () => {
      const { unmanagedAttributePolicy: policy } = await api.get<{ unmanagedAttributePolicy?: string }>(rest(realm, '/users/profile'));
      return policy === 'ENABLED' || policy === 'ADMIN_EDIT';
    },
  });

/** What people of the realm can be asked to do; only what is switched on. */
export const requiredActionsQuery = (api: Api, realm: string) =>
  queryOptions({
    queryKey: ['required-actions', realm],
    queryFn: async () =>
      (await api.get<readonly RequiredAction[]>(rest(realm, '/authentication/required-actions'))).filter(({ enabled }) => enabled),
  });
