import { noContent } from '../http/answer.ts';
import { does } from '../http/answers.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';

const CACHES = ['clear-realm-cache', 'clear-user-cache', 'clear-keys-cache', 'clear-crl-cache'] as const;

/** Caches here are never behind for longer than a second, so there is nothing to clear; who asks gets the answer that Keycloak gives. */
export function cacheRoutes({ writes }: Parts): readonly Route[] {
  return CACHES.map((path) =>
    route({
      method: 'POST',
      path: `/${path}`,
      summary: 'Empty a cache',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        await writes.commit(call, [], { operation: 'ACTION', resource: 'REALM', path });
        return noContent();
      },
    }),
  );
}
