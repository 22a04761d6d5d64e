import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';

export function keyRoutes(parts: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/keys',
      summary: 'Keys of the realm, without their private parts',
      permission: may.viewRealm,
      answers: gives(answered.keys),
      handler: async ({ realm }) => ok(parts.keysMetadata(realm)),
    }),
  ];
}
