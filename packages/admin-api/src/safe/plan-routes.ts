import { planRealmChange, type RealmChangePlan } from '@anteroom/core';
import { z } from 'zod';
import { ok } from '../http/answer.ts';
import { refused } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireAllowedChanges } from '../permissions/allowed-changes.ts';
import { may } from '../permissions/permission.ts';
import { type Body, body } from '../schemas/representations.ts';
import { freshRealm } from './fresh-realm.ts';
import { fieldDifference } from './representations.ts';

const planRepresentation = z.object({
  hash: z.string().describe('Of the document and of the realm as it was; apply needs it'),
  differences: z.array(
    z.object({ action: z.enum(['create', 'change']), kind: z.string(), name: z.string(), fields: z.array(fieldDifference) }),
  ),
  notes: z.array(z.string()).describe('What the document holds that a plan does not look at'),
});

/** A realm document against the realm that is there: first the difference, then exactly that. */
export function planRoutes(parts: Parts): readonly Route[] {
  const { directory, writes } = parts;

  async function planned(call: Call<Body>) {
    const realm = await freshRealm(directory, call.realm.id);
    const plan = planRealmChange(realm, await directory.clients.search(realm.id, {}), call.body, parts);
    return { realm, plan };
  }

  return [
    route({
      method: 'POST',
      path: '/plan',
      scope: 'anteroom',
      permission: may.manageRealm,
      summary: 'What would change for the realm to be as the document says; the document may be a part, and nothing is ever deleted',
      request: body.realm,
      response: planRepresentation,
      large: true,
      handler: async (call) => ok(show((await planned(call)).plan)),
    }),
    route({
      method: 'POST',
      path: '/apply',
      scope: 'anteroom',
      permission: may.manageRealm,
      summary: 'Makes the changes of a plan, all or none; refused with 409 when the document or the realm is another one than was planned',
      parameters: { plan: 'Hash of the plan' },
      request: body.realm,
      response: planRepresentation,
      large: true,
      async handler(call) {
        const { realm, plan } = await planned(call);
        if (call.query.get('plan') !== plan.hash)
          throw refused(409, 'This is not the plan that was made: the document or the realm changed. Plan again');
        requireAllowedChanges(call.admin, realm, plan.changes);
        if (plan.changes.length > 0) {
          await writes.commit(call, [{ kind: 'require-version', version: realm.version }, ...plan.changes], {
            operation: 'UPDATE',
            resource: 'REALM',
            path: '',
            representation: call.body,
          });
        }
        return ok(show(plan));
      },
    }),
  ];
}

const show = ({ hash, differences, notes }: RealmChangePlan) => ({ hash, differences, notes });
