import type { AccessTokenVerifier, Directory, LiveSession, RealmCache, RealmSnapshot, SsoSessions, Urls, User } from '@anteroom/core';

export interface FakeTokens extends AccessTokenVerifier {
  /** A token of a user for a client, over a session of its own. */
  issue(realm: RealmSnapshot, username: string, clientId?: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
}

/** Tokens without a signature, checked against user, client and session as the real verifier does. */
export function createFakeTokens(parts: {
  readonly directory: Pick<Directory, 'users'>;
  readonly realms: RealmCache;
  readonly sessions: SsoSessions;
  readonly urls: Urls;
  readonly now: () => Date;
}): FakeTokens {
  const { directory, realms, sessions, urls, now } = parts;
  const isStale = (realm: RealmSnapshot, user: User, session: LiveSession, iat: number) =>
    iat < Math.max(realm.realm.notBefore, user.notBefore) || session.record.started < (user.sessionsNotBefore?.getTime() ?? 0);
  return {
    async issue(realm, username, clientId = 'admin-cli', claims = {}) {
      const user = await directory.users.findByUsername(realm.id, username);
      const client = await realms.client(realm, clientId);
      if (user === null || client === null) throw new Error(`no ${username} or ${clientId} in ${realm.name}`);
      const login = { acr: '1', authTime: now(), redirectUri: null, scope: 'openid', client: client.id };
      const { session } = await sessions.create(realm, {
        ...{ userId: user.id, username: user.username, authTime: now(), acr: '1', amr: ['pwd'], rememberMe: false, browser: false },
        ...{ ipAddress: '127.0.0.1', authMethod: 'openid-connect', notes: {}, client: login },
      });
      const iat = Math.floor(now().getTime() / 1000);
      const payload = { iss: urls.issuer(realm.name), sub: user.id, azp: clientId, sid: session.sid, iat, ...claims };
      return `fake.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.token`;
    },
    async verify(realm, token) {
      const [form, payload] = token.split('.');
      const inactive = (reason: 'malformed' | 'session_missing' | 'user_missing') =>
        ({ kind: 'inactive', reason, detail: reason }) as const;
      if (form !== 'fake') return inactive('malformed');
      const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as {
        sub: string;
        azp: string;
        sid: string;
        iat: number;
      };
      const user = await directory.users.get(realm.id, claims.sub);
      const client = await realms.client(realm, claims.azp);
      if (user === null || client === null || !user.enabled) return inactive('user_missing');
      const session = await sessions.get(realm, claims.sid);
      if (session === null || isStale(realm, user, session, claims.iat)) return inactive('session_missing');
      return { kind: 'active', claims: { ...claims }, user, client, session, entry: session.record.clients[client.id] ?? null };
    },
  };
}
