import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './not-found.tsx';
import { RoomFailed } from './room-failed.tsx';
import { activitySearch, listSearch, sessionsSearch, tabSearch } from './search.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: RoomFailed });
const under = () => root;

const routes = [
  createRoute({
    getParentRoute: under,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/realms' });
    },
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms',
    component: lazyRouteComponent(() => import('../rooms/realms/realms-page.tsx'), 'RealmsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/new-realm',
    component: lazyRouteComponent(() => import('../rooms/realms/new-realm-page.tsx'), 'NewRealmPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm',
    component: lazyRouteComponent(() => import('../rooms/realms/realm-page.tsx'), 'RealmPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/users',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('../rooms/users/users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/users/new',
    component: lazyRouteComponent(() => import('../rooms/users/new-user-page.tsx'), 'NewUserPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/users/$id',
    validateSearch: activitySearch,
    component: lazyRouteComponent(() => import('../rooms/users/user-page.tsx'), 'UserPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/clients',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('../rooms/clients/clients-page.tsx'), 'ClientsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/clients/new',
    component: lazyRouteComponent(() => import('../rooms/clients/new-client-page.tsx'), 'NewClientPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/clients/$id',
    validateSearch: tabSearch,
    component: lazyRouteComponent(() => import('../rooms/clients/client-page.tsx'), 'ClientPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/sessions',
    validateSearch: sessionsSearch,
    component: lazyRouteComponent(() => import('../rooms/sessions/sessions-page.tsx'), 'SessionsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/authentication',
    validateSearch: tabSearch,
    component: lazyRouteComponent(() => import('../rooms/authentication/authentication-page.tsx'), 'AuthenticationPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/authentication/$id',
    component: lazyRouteComponent(() => import('../rooms/authentication/flow-page.tsx'), 'FlowPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/roles',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('../rooms/roles/roles-page.tsx'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/roles/$id',
    validateSearch: tabSearch,
    component: lazyRouteComponent(() => import('../rooms/roles/role-page.tsx'), 'RolePage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/groups',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('../rooms/groups/groups-page.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/groups/$id',
    validateSearch: tabSearch,
    component: lazyRouteComponent(() => import('../rooms/groups/group-page.tsx'), 'GroupPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/client-scopes',
    component: lazyRouteComponent(() => import('../rooms/client-scopes/scopes-page.tsx'), 'ScopesPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/client-scopes/$id',
    validateSearch: tabSearch,
    component: lazyRouteComponent(() => import('../rooms/client-scopes/scope-page.tsx'), 'ScopePage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/activity',
    validateSearch: activitySearch,
    component: lazyRouteComponent(() => import('../rooms/activity/activity-page.tsx'), 'ActivityPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/activity/logins/$id',
    component: lazyRouteComponent(() => import('../rooms/activity/login-page.tsx'), 'LoginPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/deleted',
    validateSearch: activitySearch,
    component: lazyRouteComponent(() => import('../rooms/deleted/deleted-page.tsx'), 'DeletedPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/realms/$realm/links',
    validateSearch: activitySearch,
    component: lazyRouteComponent(() => import('../rooms/links/links-page.tsx'), 'LinksPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/server',
    component: lazyRouteComponent(() => import('../rooms/server/server-page.tsx'), 'ServerPage'),
  }),
] as const;

export function createConsoleRouter(basepath: string) {
  return createRouter({ routeTree: root.addChildren([...routes]), basepath, defaultPreload: false, scrollRestoration: false });
}
