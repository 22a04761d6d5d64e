import type { Clock, IdSource, LiveSession, SessionRecord, TokenPreviewInput, TokenPreviews } from '@anteroom/core';
import type { TokenGrant, TokenIssuer } from '../tokens/token-grant.ts';

/** Examples of tokens for administrators: the issuer's own claims over a session that exists nowhere. */
export function createTokenPreviews({
  issuer,
  clock,
  ids,
}: {
  readonly issuer: Pick<TokenIssuer, 'describe'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}): TokenPreviews {
  const describe = (input: TokenPreviewInput) => issuer.describe(grantOf(input, clock.now(), ids));
  return {
    accessToken: async (input) => describe(input).accessToken,
    idToken: async (input) => describe(input).idToken,
    userinfo: async (input) => describe(input).userinfo,
  };
}

function grantOf({ realm, client, user, scope, audience }: TokenPreviewInput, now: Date, ids: IdSource): TokenGrant {
  const at = now.getTime();
  const entry = {
    ...{ client: client.id, generation: ids.token(8), started: at, lastAccess: at, redirectUri: null, scope, authTime: at, acr: '1' },
    ...{ notes: {}, families: [], revoked: [] },
  };
  const record: SessionRecord = {
    ...{ v: 1, user: user.id, username: user.username, started: at, lastAccess: at, authTime: at, acr: '1', amr: [], rememberMe: false },
    ...{ ipAddress: '', authMethod: 'example', secretHash: '', notes: {}, clients: { [client.id]: entry } },
  };
  const live: LiveSession = { realm, sid: ids.uuid(), offline: false, version: 0, record, expiresAt: now };
  const asked = ['openid', ...scope.split(' ').filter((name) => name !== '' && name !== 'openid')].join(' ');
  return {
    ...{ realm, client, user, binding: { kind: 'session', live, entry }, scope: asked, grant: 'na', nonce: null, refresh: null },
    ...(audience.length === 0 ? {} : { audience }),
  };
}
