/** The addresses of the rooms, each name encoded. */
const of = (realm: string) => `/realms/${encodeURIComponent(realm)}`;

export const paths = {
  realms: '/realms',
  newRealm: '/new-realm',
  realm: of,
  users: (realm: string) => `${of(realm)}/users`,
  newUser: (realm: string) => `${of(realm)}/users/new`,
  user: (realm: string, id: string, tab?: string) =>
    `${of(realm)}/users/${encodeURIComponent(id)}${tab === undefined ? '' : `?tab=${tab}`}`,
  clients: (realm: string) => `${of(realm)}/clients`,
  newClient: (realm: string) => `${of(realm)}/clients/new`,
  client: (realm: string, id: string, tab?: string) =>
    `${of(realm)}/clients/${encodeURIComponent(id)}${tab === undefined ? '' : `?tab=${tab}`}`,
  sessions: (realm: string, filters: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(filters).toString();
    return `${of(realm)}/sessions${query === '' ? '' : `?${query}`}`;
  },
  server: '/server',
} as const;

/** The same within the Admin REST, below `/admin`. */
export const rest = (realm: string, path = ''): string => `/realms/${encodeURIComponent(realm)}${path}`;
