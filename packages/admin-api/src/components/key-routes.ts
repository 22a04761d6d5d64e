import { ok } from '../http/answer.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';

export function keyRoutes(parts: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/keys',
      permission: may.viewRealm,
      handler: async ({ realm }) => ok(parts.keysMetadata(realm)),
    }),
  ];
}
