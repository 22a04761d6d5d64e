import type { RealmSnapshot, SsoSessions } from '@anteroom/core';
import { refusalAnswer } from '../errors/oauth-answer.ts';
import type { LoginEvents } from '../events/login-events.ts';
import type { AuthenticateClient } from '../grants/token-endpoint.ts';
import type { HttpAnswer, HttpContext } from '../http-context.ts';
import type { TokenIssuer } from '../tokens/token-grant.ts';

export interface LegacyLogoutDependencies {
  readonly authenticate: AuthenticateClient;
  readonly issuer: Pick<TokenIssuer, 'readRefreshToken'>;
  readonly sessions: Pick<SsoSessions, 'get' | 'end' | 'removeClient'>;
  readonly events: LoginEvents;
}

const DONE: HttpAnswer = { status: 204, headers: { 'cache-control': 'no-cache' }, body: null };

/** Keycloak's `POST …/logout` with `refresh_token` and client authentication: ends the session the token belongs to; again is no error. */
export function createLegacyLogout({ authenticate, issuer, sessions, events }: LegacyLogoutDependencies) {
  return async (ctx: HttpContext, realm: RealmSnapshot, form: Readonly<Record<string, string>>): Promise<HttpAnswer> => {
    const authenticated = await authenticate(realm, ctx, form);
    if (authenticated.kind === 'refused') return refusalAnswer(authenticated.refusal);
    const { client } = authenticated;
    const token = await issuer.readRefreshToken(realm, form.refresh_token ?? '');
    if (token === null) return refusalAnswer({ status: 400, error: 'invalid_grant', description: 'Invalid refresh token' });
    if (token.azp !== client.clientId) {
      const description = "Invalid refresh token. Token client and authorized client don't match";
      return refusalAnswer({ status: 400, error: 'invalid_grant', description });
    }
    const live = await sessions.get(realm, token.sid, { offline: token.offline });
    // A token of an entry that was ended has no say in what came after it.
    const entry = live?.record.clients[client.id];
    if (live === null || entry === undefined || !token.isOf(entry)) return DONE;
    if (token.offline) await sessions.removeClient(realm, token.sid, client.id, { offline: true });
    else await sessions.end(realm, token.sid);
    await events.write(realm, {
      type: 'LOGOUT',
      clientId: client.clientId,
      userId: live.record.user,
      sessionId: token.sid,
      ipAddress: ctx.ip,
    });
    return DONE;
  };
}
