import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './not-found.tsx';
import { RoomFailed } from './room-failed.tsx';
import { listSearch, sessionsSearch, tabSearch } from './search.ts';
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
    validateSearch: tabSearch,
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
    path: '/server',
    component: lazyRouteComponent(() => import('../rooms/server/server-page.tsx'), 'ServerPage'),
  }),
] as const;

export function createConsoleRouter(basepath: string) {
  return createRouter({ routeTree: root.addChildren([...routes]), basepath, defaultPreload: false, scrollRestoration: false });
}
