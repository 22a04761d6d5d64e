/**
 * Roles of `realm-management` (for master tokens: of `<realm>-realm` in master). All but `hand-over-links` are Keycloak's; that one is not
 * made with a realm, so that a new realm has exactly the roles that a new realm of Keycloak has.
 */
export type AdminRole =
  | 'create-client'
  | 'hand-over-links'
  | 'impersonation'
  | 'manage-authorization'
  | 'manage-clients'
  | 'manage-events'
  | 'manage-identity-providers'
  | 'manage-realm'
  | 'manage-users'
  | 'query-clients'
  | 'query-groups'
  | 'query-realms'
  | 'query-users'
  | 'realm-admin'
  | 'view-authorization'
  | 'view-clients'
  | 'view-events'
  | 'view-identity-providers'
  | 'view-realm'
  | 'view-users';

export const ADMIN_ROLES: readonly AdminRole[] = [
  'create-client',
  'hand-over-links',
  'impersonation',
  'manage-authorization',
  'manage-clients',
  'manage-events',
  'manage-identity-providers',
  'manage-realm',
  'manage-users',
  'query-clients',
  'query-groups',
  'query-realms',
  'query-users',
  'view-authorization',
  'view-clients',
  'view-events',
  'view-identity-providers',
  'view-realm',
  'view-users',
];

/**
 * One of these roles suffices. `signed-in` needs a valid token alone, `create-realm` the realm role of that name in master, `view-server`
 * a token of master with `view-realm` or `manage-realm` over master itself: who runs the installation, not who runs a realm of it.
 */
export type Permission =
  | { readonly kind: 'any-of'; readonly roles: readonly AdminRole[] }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'any-admin' }
  | { readonly kind: 'create-realm' }
  | { readonly kind: 'view-server' };

const anyOf = (...roles: AdminRole[]): Permission => ({ kind: 'any-of', roles });

/** Keycloak's permission names; every route names one of these. */
export const may = {
  signedIn: { kind: 'signed-in' },
  anyAdmin: { kind: 'any-admin' },
  createRealm: { kind: 'create-realm' },
  viewServer: { kind: 'view-server' },
  viewRealm: anyOf('view-realm', 'manage-realm'),
  manageRealm: anyOf('manage-realm'),
  queryUsers: anyOf('query-users', 'view-users', 'manage-users'),
  viewUsers: anyOf('view-users', 'manage-users'),
  manageUsers: anyOf('manage-users'),
  queryGroups: anyOf('query-groups', 'view-users', 'manage-users'),
  queryClients: anyOf('query-clients', 'view-clients', 'manage-clients'),
  viewClients: anyOf('view-clients', 'manage-clients'),
  manageClients: anyOf('manage-clients'),
  /** Who maps roles to users has to see them. */
  viewRoles: anyOf('view-realm', 'manage-realm', 'view-users', 'manage-users'),
  viewClientRoles: anyOf('view-clients', 'manage-clients', 'view-users', 'manage-users'),
  /** `roles-by-id` serves realm and client roles; the handler narrows it by the role's container. */
  manageAnyRole: anyOf('manage-realm', 'manage-clients'),
  viewAnyRole: anyOf('view-realm', 'manage-realm', 'view-clients', 'manage-clients'),
  /** Who holds a link to set somebody's password can act as them: it takes the role for exactly that. */
  handOutLinks: anyOf('hand-over-links'),
  viewEvents: anyOf('view-events', 'manage-events'),
  manageEvents: anyOf('manage-events'),
  viewIdentityProviders: anyOf('view-identity-providers', 'manage-identity-providers'),
  manageIdentityProviders: anyOf('manage-identity-providers'),
  impersonate: anyOf('impersonation'),
} as const satisfies Record<string, Permission>;
