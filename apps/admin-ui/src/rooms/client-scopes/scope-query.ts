import { queryOptions } from '@tanstack/react-query';
import type { ClientScope } from '../../api/access-types.ts';
import type { Api } from '../../api/api.ts';
import { rest } from '../../ui/paths.ts';

/** Whether a client gets a scope always, when it asks for it, or not at all. */
export type Assignment = 'default' | 'optional' | 'none';

export const scopePath = (realm: string, id: string, path = ''): string => rest(realm, `/client-scopes/${encodeURIComponent(id)}${path}`);

export const scopesQuery = (api: Api, realm: string) =>
  queryOptions({
    queryKey: ['client-scopes', realm, 'list'],
    queryFn: async () =>
      [...(await api.get<readonly ClientScope[]>(rest(realm, '/client-scopes')))]
        .filter(({ protocol }) => protocol === 'openid-connect')
        .sort((a, b) => a.name.localeCompare(b.name)),
  });

export const scopeQuery = (api: Api, realm: string, id: string) =>
  queryOptions({ queryKey: ['client-scopes', realm, id], queryFn: () => api.get<ClientScope>(scopePath(realm, id)) });

/** Where the assignments of the realm (for new clients) or of one client are listed and changed. */
const assignmentPath = (owner: string, kind: Exclude<Assignment, 'none'>, ofRealm: boolean, id?: string): string =>
  `${owner}/${ofRealm ? `default-${kind}` : kind}-client-scopes${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

type Assignments = ReadonlyMap<string, Assignment>;

/** Id of a scope → how it is assigned. `owner` is the address of the realm or of the client. */
export const assignmentsQuery = (api: Api, owner: string, ofRealm: boolean, queryKey: readonly unknown[]) =>
  queryOptions({
    queryKey,
    queryFn: async (): Promise<Assignments> => {
      const of = async (kind: Exclude<Assignment, 'none'>) =>
        (await api.get<readonly ClientScope[]>(assignmentPath(owner, kind, ofRealm))).map(({ id }) => [id, kind] as const);
      return new Map([...(await of('default')), ...(await of('optional'))]);
    },
  });

/** A scope that is in one list already stays there: it is taken out first (Keycloak). */
export async function assign(api: Api, owner: string, ofRealm: boolean, id: string, from: Assignment, to: Assignment): Promise<void> {
  if (from !== 'none') await api.send('DELETE', assignmentPath(owner, from, ofRealm, id));
  if (to !== 'none') await api.send('PUT', assignmentPath(owner, to, ofRealm, id));
}
