import { type TracedLogin, verifyReceipt } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { pageOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { loginListRepresentation, loginRepresentation, verifiedReceiptRepresentation } from './login-representations.ts';

const DEFAULT_MAX = 50;
const OUTCOMES = ['success', 'failure', 'transient'] as const;

/** How logins went, execution by execution, and what they wrote: of realms that keep their events, as long as these. */
export function loginRoutes({ directory, sessions, clock }: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/logins',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'Logins of the realm whatever their outcome, newest first, and what transient ones saved',
      parameters: {
        first: 'Logins to skip; 0',
        max: `Logins to give; ${DEFAULT_MAX}`,
        user: 'Id of the user',
        client: 'clientId of the client',
        outcome: 'success, failure or transient',
      },
      answers: gives(loginListRepresentation),
      async handler({ realm, query }) {
        const asked = query.get('outcome') ?? '';
        const outcome = OUTCOMES.find((one) => one === asked);
        if (asked !== '' && outcome === undefined) throw refused(400, 'outcome is success, failure or transient');
        const [user, client] = [query.get('user') ?? '', query.get('client') ?? ''];
        const logins = await directory.events.searchTraced(realm.id, {
          ...pageOf(query, DEFAULT_MAX),
          ...(user === '' ? {} : { userId: user }),
          ...(client === '' ? {} : { clientId: client }),
          ...(outcome === undefined ? {} : { outcome }),
        });
        return ok({ transient: await directory.events.sumTransient(realm.id), logins: logins.map(showLogin) });
      },
    }),
    route({
      method: 'GET',
      path: '/logins/:id',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'One login: what every execution decided and why, and the receipt of what was written',
      answers: gives(loginRepresentation),
      async handler({ realm, params }) {
        const login = await directory.events.getTraced(realm.id, params.id ?? '');
        if (login === null) throw notFound('Login not found');
        const { receipt, trace } = login.trace;
        const records = receipt?.records.map(({ type, id, store, promise, expiresAt }) => ({
          ...{ type, id, store, promise },
          expiresAt: new Date(expiresAt).toISOString(),
        }));
        return ok({ ...showLogin(login), steps: trace.steps, receipt: receipt === null ? null : { ...receipt, records } });
      },
    }),
    route({
      method: 'GET',
      path: '/sessions/:session/receipt',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'Reads again what the logins of a session say was written, and whether that holds',
      answers: gives(verifiedReceiptRepresentation),
      async handler({ realm, params }) {
        const verified = await verifyReceipt({ sessions, directory, clock }, realm, params.session ?? '');
        if (verified === null) throw notFound('No login left a receipt for this session');
        return ok(verified);
      },
    }),
  ];
}

function showLogin({ event, trace: { trace, receipt } }: TracedLogin) {
  const { id, type, error, clientId, userId, sessionId, ipAddress, details } = event;
  return {
    ...{ id, type, error, clientId, userId, sessionId, ipAddress },
    time: event.time.toISOString(),
    username: details.username ?? null,
    flow: trace.flow,
    transient: receipt?.transient ?? false,
  };
}
