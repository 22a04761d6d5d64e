import { createHash } from 'node:crypto';
import type { Clock, Impersonation, SsoSessions, Urls } from '@anteroom/core';
import { COOKIES, realmCookies } from '../browser/cookies.ts';
import type { LoginEvents } from '../events/login-events.ts';

/** A session for the browser of an administrator, with a note of who it is (Keycloak's names), and an event that says so. */
export function createImpersonation(dependencies: {
  readonly sessions: Pick<SsoSessions, 'create'>;
  readonly events: LoginEvents;
  readonly urls: Urls;
  readonly clock: Clock;
}): Impersonation {
  const { sessions, events, urls, clock } = dependencies;
  return {
    async begin(realm, user, impersonator) {
      const notes = { IMPERSONATOR_ID: impersonator.id, IMPERSONATOR_USERNAME: impersonator.username };
      const { session, secret } = await sessions.create(realm, {
        ...{ userId: user.id, username: user.username, authTime: clock.now(), acr: '1', amr: [], rememberMe: false, browser: true },
        ...{ ipAddress: impersonator.ip, authMethod: 'impersonate', notes },
      });
      await events.write(realm, {
        type: 'IMPERSONATE',
        clientId: null,
        userId: user.id,
        sessionId: session.sid,
        ipAddress: impersonator.ip,
        details: { username: user.username, impersonator: impersonator.username, impersonator_realm: impersonator.realm },
      });
      const jar = realmCookies(urls, realm);
      const shown = createHash('sha256').update(session.sid).digest('base64url');
      return {
        cookies: [
          jar.set(COOKIES.identity, `${session.sid}.${secret}`),
          jar.set(COOKIES.session, shown, { maxAge: realm.realm.ssoSessionMaxLifespan, readable: true }),
        ],
        redirect: `${urls.issuer(realm.name)}/account`,
      };
    },
  };
}
