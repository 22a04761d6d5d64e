import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { Client } from '../../api/types.ts';
import { rest } from '../../ui/paths.ts';

export const TRANSIENT = 'client.session.transient.enabled';
/** Post-logout redirect URIs, joined by `##`; `+` stands for the redirect URIs. */
export const POST_LOGOUT = 'post.logout.redirect.uris';

export const clientPath = (realm: string, id: string, path = ''): string => rest(realm, `/clients/${encodeURIComponent(id)}${path}`);

/** At most this many in a list to choose from. */
const CHOICE = 500;

export const clientsQuery = (api: Api, realm: string) =>
  queryOptions({
    queryKey: ['clients', realm, 'choice'],
    queryFn: () => api.get<readonly Client[]>(rest(realm, '/clients'), { max: CHOICE }),
  });

export const clientQuery = (api: Api, realm: string, id: string) =>
  queryOptions({ queryKey: ['clients', realm, id], queryFn: () => api.get<Client>(clientPath(realm, id)) });

/** What a client can do for its users, in one word. */
export function kindOf({ bearerOnly, publicClient }: Client): 'bearer' | 'public' | 'confidential' {
  if (bearerOnly) return 'bearer';
  return publicClient ? 'public' : 'confidential';
}

export const isTransient = (client: Client): boolean => client.attributes[TRANSIENT] === 'true';
