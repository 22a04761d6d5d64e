import {
  isAnteroomError,
  type RealmSnapshot,
  type SessionStore,
  type SignedKind,
  type SignedTokens,
  type SsoSessions,
} from '@anteroom/core';
import type { ClientAuthentication } from '../clients/client-authentication.ts';
import { refusalAnswer } from '../errors/oauth-answer.ts';
import type { LoginEvents } from '../events/login-events.ts';
import type { HttpAnswer } from '../http-context.ts';
import { readRefreshState } from '../tokens/refresh-state.ts';
import { revokedTokenKey } from '../tokens/revoked-token.ts';
import { parseAccessTokenId } from '../tokens/token-id.ts';
import { forClientOrigin } from './cors.ts';
import { type Endpoint, errorAnswer, REALM_DISABLED } from './endpoint.ts';

export interface RevocationDependencies {
  readonly clients: ClientAuthentication;
  readonly signed: SignedTokens;
  readonly sessions: Pick<SsoSessions, 'get' | 'end' | 'removeClient' | 'revokeToken'>;
  readonly store: Pick<SessionStore, 'create'>;
  readonly events: Pick<LoginEvents, 'write'>;
  readonly baseUrl: string;
}

const DONE: HttpAnswer = { status: 200, headers: { 'cache-control': 'no-store' }, body: null };
/** Recorded: 200 all the same (RFC 7009 §2.2: an invalid token is no error), but it says so. */
const NO_TOKEN = errorAnswer(200, 'invalid_token', 'Invalid token');

const KINDS = ['access-token', 'refresh-token', 'offline-token', 'id-token'] as const satisfies readonly SignedKind[];

interface Presented {
  readonly kind: (typeof KINDS)[number];
  readonly claims: Readonly<Record<string, unknown>>;
}

/** RFC 7009. A refresh token takes the client's part of the session along, and with it every access token of that part. */
export function createRevocation({ clients, signed, sessions, store, events, baseUrl }: RevocationDependencies): Endpoint {
  const authenticate = clients.for('revocation');

  const read = async (realm: RealmSnapshot, token: string): Promise<Presented | null> => {
    for (const kind of KINDS) {
      try {
        return { kind, claims: await signed.verify(realm, kind, token) };
      } catch (error) {
        if (!isAnteroomError(error, 'invalid_token')) throw error;
      }
    }
    return null;
  };

  const revokeAccessToken = async (realm: RealmSnapshot, clientUuid: string, claims: Presented['claims']): Promise<HttpAnswer> => {
    const { jti, exp, sid } = claims as { readonly jti: string; readonly exp: number; readonly sid?: string };
    const id = parseAccessTokenId(jti);
    if (typeof sid === 'string') {
      await sessions.revokeToken(realm, sid, clientUuid, { jti, exp }, { offline: id.session === 'offline' });
      return DONE;
    }
    // A transient login's token is active nowhere, so there is nothing to take back.
    if (id.session === 'transient' && id.grant !== 'cc') return NO_TOKEN;
    await store.create(revokedTokenKey(realm, jti), { v: 1, note: 'revoked' }, { expiresAt: new Date(exp * 1000) });
    return DONE;
  };

  const revokeRefreshToken = async (realm: RealmSnapshot, clientUuid: string, { kind, claims }: Presented): Promise<HttpAnswer> => {
    const offline = kind === 'offline-token';
    const state = readRefreshState(claims, offline);
    const live = await sessions.get(realm, state.sid, { offline });
    // An old token has no say in what a later login made.
    const entry = live?.record.clients[clientUuid];
    if (live === null || entry === undefined || !state.isOf(entry)) return DONE;
    // Recorded: a session goes with its last client.
    if (!offline && Object.keys(live.record.clients).length === 1) await sessions.end(realm, state.sid);
    else await sessions.removeClient(realm, state.sid, clientUuid, { offline });
    return DONE;
  };

  return {
    methods: ['POST'],
    preflightMethods: 'POST, OPTIONS',
    async answer(realm, request) {
      const { values, duplicated } = await request.readForm();
      if (!realm.realm.enabled) return REALM_DISABLED;
      const caller = await authenticate(realm, request, values);
      if (caller.kind === 'refused') return refusalAnswer(caller.refusal);
      const { client } = caller;
      const say = (reply: HttpAnswer): HttpAnswer => forClientOrigin(request, client, baseUrl, reply);
      if (duplicated.length > 0) return say(errorAnswer(400, 'invalid_request', 'duplicated parameter'));
      if (!values.token) return say(errorAnswer(400, 'invalid_request', 'Token not provided'));

      const presented = await read(realm, values.token);
      if (presented === null) return say(NO_TOKEN);
      if (presented.kind === 'id-token') return say(errorAnswer(400, 'unsupported_token_type', 'Unsupported token type'));
      if (presented.claims.azp !== client.clientId) return say(errorAnswer(400, 'invalid_request', 'Unmatching clients'));
      const reply =
        presented.kind === 'access-token'
          ? await revokeAccessToken(realm, client.id, presented.claims)
          : await revokeRefreshToken(realm, client.id, presented);
      if (reply === DONE) {
        const { sub, sid } = presented.claims;
        await events.write(realm, {
          type: 'REVOKE_GRANT',
          clientId: client.clientId,
          userId: typeof sub === 'string' ? sub : null,
          sessionId: typeof sid === 'string' ? sid : null,
          ipAddress: request.ip,
        });
      }
      return say(reply);
    },
  };
}
