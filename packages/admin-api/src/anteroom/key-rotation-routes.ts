import { z } from 'zod';
import { ok } from '../http/answer.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';

const time = z.string().describe('ISO 8601');

const rotation = z.strictObject({
  algorithms: z.array(z.string().max(20)).min(1).max(20).optional().describe('Only the keys of these; without it, every asymmetric one'),
  publishFor: z.int().min(0).max(31_536_000).optional().describe('Seconds that a new key is published before it signs'),
});

const successors = z.array(z.object({ algorithm: z.string(), kid: z.string(), signsFrom: time }));

const states = z.array(
  z.object({
    algorithm: z.string(),
    kid: z.string(),
    status: z.enum(['ACTIVE', 'PASSIVE', 'DISABLED']),
    signsFrom: time.nullable().describe('Published, and not used before then'),
    servedUntil: time.nullable().describe('It signs no more, and goes then'),
  }),
);

/** Rotation of signing keys, which Keycloak leaves to adding and switching off key providers by hand. */
export function keyRotationRoutes({ signingKeys, writes }: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/keys',
      scope: 'anteroom',
      permission: may.viewRealm,
      summary: 'Signing keys of the realm and where each stands in its rotation',
      response: states,
      handler: async ({ realm }) => ok(signingKeys.states(realm)),
    }),
    route({
      method: 'POST',
      path: '/keys/rotate',
      scope: 'anteroom',
      permission: may.manageRealm,
      summary:
        'Publishes successors of signing keys; they sign after the publication delay, the old ones are served until nothing they signed is left',
      request: ['KeyRotationRepresentation', rotation],
      response: successors,
      async handler(call) {
        const { algorithms, publishFor } = call.body;
        const begun = await signingKeys.begin(call.realm.id, {
          ...(algorithms === undefined ? {} : { algorithms }),
          ...(publishFor === undefined ? {} : { publishFor }),
        });
        await writes.commit(call, [], { operation: 'ACTION', resource: 'REALM', path: 'keys/rotate', representation: call.body });
        return ok(begun);
      },
    }),
  ];
}
