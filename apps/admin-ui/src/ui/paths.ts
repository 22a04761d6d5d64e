/** The addresses of the rooms, each name encoded. */
const of = (realm: string) => `/realms/${encodeURIComponent(realm)}`;
const one = (realm: string, room: string, id: string, tab?: string) =>
  `${of(realm)}/${room}/${encodeURIComponent(id)}${tab === undefined ? '' : `?tab=${tab}`}`;

export const paths = {
  realms: '/realms',
  newRealm: '/new-realm',
  realm: of,
  users: (realm: string) => `${of(realm)}/users`,
  newUser: (realm: string) => `${of(realm)}/users/new`,
  user: (realm: string, id: string, tab?: string) => one(realm, 'users', id, tab),
  clients: (realm: string) => `${of(realm)}/clients`,
  newClient: (realm: string) => `${of(realm)}/clients/new`,
  client: (realm: string, id: string, tab?: string) => one(realm, 'clients', id, tab),
  sessions: (realm: string, filters: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(filters).toString();
    return `${of(realm)}/sessions${query === '' ? '' : `?${query}`}`;
  },
  authentication: (realm: string, tab?: string) => `${of(realm)}/authentication${tab === undefined ? '' : `?tab=${tab}`}`,
  flow: (realm: string, id: string) => one(realm, 'authentication', id),
  roles: (realm: string) => `${of(realm)}/roles`,
  role: (realm: string, id: string) => one(realm, 'roles', id),
  groups: (realm: string) => `${of(realm)}/groups`,
  group: (realm: string, id: string, tab?: string) => one(realm, 'groups', id, tab),
  clientScopes: (realm: string) => `${of(realm)}/client-scopes`,
  clientScope: (realm: string, id: string, tab?: string) => one(realm, 'client-scopes', id, tab),
  activity: (realm: string, tab?: string) => `${of(realm)}/activity${tab === undefined ? '' : `?tab=${tab}`}`,
  login: (realm: string, id: string) => `${of(realm)}/activity/logins/${encodeURIComponent(id)}`,
  deleted: (realm: string) => `${of(realm)}/deleted`,
  links: (realm: string) => `${of(realm)}/links`,
  server: '/server',
} as const;

/** The same within the Admin REST, below `/admin`. */
export const rest = (realm: string, path = ''): string => `/realms/${encodeURIComponent(realm)}${path}`;

/** What Keycloak has no calls for. */
export const ourRest = (realm: string, path: string): string => `/anteroom${rest(realm, path)}`;
