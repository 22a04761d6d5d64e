import type { ClientEntry, LiveSession, RealmSnapshot } from '@anteroom/core';
import { createSignedTokens } from '../signed/signed-tokens.ts';
import type { TokenGrant } from '../tokens/token-grant.ts';
import { createTokenIssuer } from '../tokens/token-issuer.ts';
import { type AcmeRealm, acmeRealm } from './acme-realm.ts';
import { noEncryption } from './no-outgoing.ts';
import { createTestClock, randomIds } from './test-clock.ts';

export const testUrls = { base: 'http://localhost:8080', issuer: (realm: string) => `http://localhost:8080/realms/${realm}` };

export function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
}

export function headerOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString());
}

export function liveSession(
  user: { readonly id: string; readonly username: string },
  client: { readonly id: string },
  change: {
    readonly now: Date;
    readonly browser?: boolean;
    readonly offline?: boolean;
    readonly scope?: string;
    readonly generation?: string;
    readonly rememberMe?: boolean;
    readonly realm: RealmSnapshot;
  },
): { readonly live: LiveSession; readonly entry: ClientEntry } {
  const at = change.now.getTime();
  const entry: ClientEntry = {
    client: client.id,
    generation: change.generation ?? 'generation-1',
    started: at,
    lastAccess: at,
    redirectUri: null,
    scope: change.scope ?? 'openid',
    authTime: at,
    acr: '1',
    notes: {},
    families: [],
    revoked: [],
  };
  const live: LiveSession = {
    realm: change.realm,
    sid: 'm.sid-1',
    offline: change.offline ?? false,
    version: 1,
    expiresAt: new Date(at + 3_600_000),
    record: {
      v: 1,
      user: user.id,
      username: user.username,
      started: at,
      lastAccess: at,
      authTime: at,
      acr: '1',
      amr: ['pwd'],
      rememberMe: change.rememberMe ?? false,
      ipAddress: '127.0.0.1',
      authMethod: 'openid-connect',
      secretHash: change.browser === true ? 'hash' : null,
      notes: {},
      clients: { [client.id]: entry },
    },
  };
  return { live, entry };
}

export function tokenSetup(change: Parameters<typeof acmeRealm>[0] = {}) {
  const clock = createTestClock();
  const acme: AcmeRealm = acmeRealm(change);
  const signed = createSignedTokens({ urls: testUrls, clock });
  const issuer = createTokenIssuer({ signed, urls: testUrls, clock, ids: randomIds, encrypt: noEncryption });
  const grant = (
    over: Partial<TokenGrant> & {
      readonly as?: string;
      readonly by?: string;
      readonly session?: Partial<Parameters<typeof liveSession>[2]>;
    } = {},
  ): TokenGrant => {
    const { as = 'alice', by = 'acme-api', session, ...rest } = over;
    const client = rest.client ?? acme.clients.get(by)!;
    const user = rest.user ?? acme.users.get(as)!;
    return {
      realm: acme.snapshot,
      client,
      user,
      binding: { kind: 'session', ...liveSession(user, client, { now: clock.now(), realm: acme.snapshot, ...session }) },
      scope: 'openid',
      grant: 'ro',
      nonce: null,
      refresh: { family: '00000000f1', counter: 0 },
      ...rest,
    };
  };
  return { clock, acme, signed, issuer, grant };
}
