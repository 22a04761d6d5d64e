import { z } from 'zod';
import { ok } from '../http/answer.ts';
import { pageOf, sliceOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';

const DEFAULT_MAX = 100;
const time = z.string().describe('ISO 8601');

const notices = z.array(
  z.object({
    client: z.object({ id: z.string(), clientId: z.string().nullable() }),
    sessionId: z.string(),
    userId: z.string(),
    state: z.enum(['queued', 'sent', 'failed']),
    attempts: z.number(),
    createdAt: time,
    nextAttemptAt: time.nullable(),
    outcome: z.string().nullable().describe('What the last attempt came to, in words'),
  }),
);

/** Back-channel logouts: who was to be told of the end of a session, and whether they heard it. */
export function logoutNoticeRoutes({ logoutNotices }: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/logout-notices',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'Back-channel logouts of the last day with their outcome, newest first',
      parameters: { session: 'Only of this session', state: 'queued, sent or failed', first: 'To skip; 0', max: `To give; ${DEFAULT_MAX}` },
      response: notices,
      async handler({ realm, query }) {
        const session = query.get('session') ?? '';
        const state = query.get('state') ?? '';
        const found = session === '' ? await logoutNotices.listByRealm(realm.id) : await logoutNotices.listBySession(session);
        const wanted = found.filter((one) => one.realm === realm.id && (state === '' || one.state === state));
        return ok(
          sliceOf(wanted, pageOf(query, DEFAULT_MAX)).map((one) => ({
            client: { id: one.client, clientId: realm.clientId(one.client) },
            sessionId: one.session,
            userId: one.user,
            state: one.state,
            attempts: one.attempts,
            createdAt: new Date(one.createdAt).toISOString(),
            nextAttemptAt: one.state === 'queued' ? new Date(one.dueAt).toISOString() : null,
            outcome: one.outcome,
          })),
        );
      },
    }),
  ];
}
