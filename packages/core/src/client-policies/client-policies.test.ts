import { describe, expect, it } from '@jest/globals';
import type { Client } from '../directory/client.ts';
import { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { GLOBAL_CLIENT_PROFILES } from './client-policies.ts';
import { clientRules, settleClient } from './client-rules.ts';
import { acceptedSecrets, rotatedSecret, withNextSecret, withoutRotatedSecret } from './client-secrets.ts';
import { type ClientSource, KNOWN_CONDITIONS } from './conditions.ts';
import { KNOWN_EXECUTORS } from './executors.ts';

const client = (change: Partial<Client> = {}): Client =>
  ({
    id: 'c',
    clientId: 'shop',
    enabled: true,
    protocol: 'openid-connect',
    publicClient: false,
    bearerOnly: false,
    clientAuthenticatorType: 'client-jwt',
    redirectUris: ['https://shop.test/cb'],
    webOrigins: [],
    attributes: {},
    defaultClientScopes: ['basic'],
    optionalClientScopes: ['phone'],
    fullScopeAllowed: true,
    consentRequired: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    ...change,
  }) as Client;

const realm = (policies: readonly object[], profiles: readonly object[] = []) =>
  new RealmSnapshot({
    version: 1,
    realm: { id: 'r', realm: 'acme', clientPolicies: { policies }, clientProfiles: { profiles } },
    roles: [{ id: 'x', name: 'fapi', clientRole: true, containerId: 'c', attributes: {}, composites: [] }],
    groups: [],
    clientScopes: [],
    flows: [],
    authenticatorConfigs: [],
    requiredActions: [],
    components: [],
    identityProviders: [],
    clientIds: new Map(),
  } as never);

const policy = (conditions: readonly object[], profiles: readonly string[] = ['strict']) => ({
  name: 'p',
  enabled: true,
  conditions,
  profiles: [...profiles],
});
const STRICT = { name: 'strict', executors: [{ executor: 'consent-required', configuration: { 'auto-configure': false } }] };
const ANY = { condition: 'any-client', configuration: {} };

function faultOf(
  conditions: readonly object[],
  change: Partial<Client> = {},
  source: ClientSource | null = null,
  grantType: string | null = null,
) {
  const subject = { realm: realm([policy(conditions)], [STRICT]), client: client(change), source, grantType };
  return settleClient(subject.client, clientRules(subject)).fault;
}

describe('client policies', () => {
  it('hold where every condition that votes says yes, and where one votes at all', () => {
    const words = 'Consent required must be enabled for client';
    expect(faultOf([ANY])).toBe(words);
    expect(faultOf([])).toBeNull();
    expect(faultOf([{ condition: 'client-access-type', configuration: { type: ['public'] } }])).toBeNull();
    expect(faultOf([{ condition: 'client-access-type', configuration: { type: ['public'] } }], { publicClient: true })).toBe(words);
    expect(faultOf([{ condition: 'client-access-type', configuration: { type: ['public'], 'is-negative-logic': 'true' } }])).toBe(words);
    expect(faultOf([ANY, { condition: 'client-roles', configuration: { roles: ['other'] } }])).toBeNull();
    expect(faultOf([ANY, { condition: 'client-roles', configuration: { roles: ['fapi'] } }])).toBe(words);
    expect(faultOf([{ condition: 'client-scopes', configuration: { scopes: ['phone'], type: 'Optional' } }])).toBe(words);
    expect(faultOf([{ condition: 'client-attributes', configuration: { attributes: '[{"key":"a","value":"b"}]' } }])).toBeNull();
    expect(
      faultOf([{ condition: 'client-attributes', configuration: { attributes: '[{"key":"a","value":"b"}]' } }], { attributes: { a: 'b' } }),
    ).toBe(words);
    const byToken = [{ condition: 'client-updater-context', configuration: { 'update-client-source': ['ByInitialAccessToken'] } }];
    expect(faultOf(byToken)).toBeNull();
    expect(faultOf(byToken, {}, 'ByInitialAccessToken')).toBe(words);
    expect(faultOf([{ condition: 'grant-type', configuration: { grant_types: ['password'] } }], {}, null, 'password')).toBe(words);
    expect(faultOf([{ condition: 'grant-type', configuration: { grant_types: ['password'] } }], {}, null, 'refresh_token')).toBeNull();
  });

  it('restrict rather too much than too little when a condition is not known', () => {
    expect(faultOf([{ condition: 'from-the-future', configuration: {} }])).not.toBeNull();
  });

  it('say nothing while they are off', () => {
    const subject = { realm: realm([{ ...policy([ANY]), enabled: false }], [STRICT]), client: client(), source: null, grantType: null };
    expect(clientRules(subject).settings).toEqual([]);
  });

  it('set by themselves what a profile configures by itself, and refuse the rest', () => {
    const subject = {
      realm: realm([policy([ANY], ['fapi-2-dpop-security-profile'])]),
      client: client(),
      source: 'ByAuthenticatedUser' as const,
      grantType: null,
    };
    const settled = settleClient(subject.client, clientRules(subject));
    expect(settled.fault).toBeNull();
    expect(settled.client).toMatchObject({ consentRequired: true, fullScopeAllowed: false });
    expect(settled.client.attributes).toEqual({
      'id.token.signed.response.alg': 'PS256',
      'access.token.signed.response.alg': 'PS256',
      'token.endpoint.auth.signing.alg': 'PS256',
      'pkce.code.challenge.method': 'S256',
      'dpop.bound.access.tokens': 'true',
    });
    for (const [change, words] of [
      [{ publicClient: true }, 'invalid client access type'],
      [{ clientAuthenticatorType: 'client-secret' }, 'Configured client authentication method not allowed for client'],
      [{ redirectUris: ['http://shop.test/cb'] }, 'Invalid redirectUris'],
      [{ redirectUris: ['https://shop.test/*'] }, 'Invalid redirectUris'],
      [{ attributes: { 'id.token.signed.response.alg': 'RS256' } }, 'not allowed signature algorithm.'],
    ] as const) {
      const weak = client(change as Partial<Client>);
      expect(settleClient(weak, clientRules({ ...subject, client: weak })).fault).toBe(words);
    }
  });

  it('know every executor of the FAPI 2 and OAuth 2.1 profiles for confidential clients', () => {
    const wanted = GLOBAL_CLIENT_PROFILES.filter(({ name }) => name.startsWith('fapi-2'));
    expect(wanted).toHaveLength(4);
    const unknown = wanted.flatMap(({ executors }) => executors).filter(({ executor }) => !KNOWN_EXECUTORS.has(executor));
    expect(unknown).toEqual([]);
    expect(KNOWN_CONDITIONS.size).toBeGreaterThan(5);
  });
});

describe('client secret rotation', () => {
  const ids = { uuid: () => 'id', token: () => 'new-secret' };
  const at = (seconds: number) => new Date(1_000_000 + seconds * 1000);
  const rotation = { expiresAfter: 100, rotatedExpiresAfter: 10 };

  it('keeps the old secret good for its time, and lets the new one end', () => {
    const next = withNextSecret(client({ secret: 'old-secret' }), rotation, ids, at(0));
    expect(acceptedSecrets(next, at(9))).toEqual(['new-secret', 'old-secret']);
    expect(acceptedSecrets(next, at(10))).toEqual(['new-secret']);
    expect(acceptedSecrets(next, at(100))).toEqual([]);
    expect(next.attributes).toMatchObject({
      'client.secret.creation.time': '1000',
      'client.secret.expiration.time': '1100',
      'client.secret.rotated': 'old-secret',
      'client.secret.rotated.expiration.time': '1010',
    });
    expect(acceptedSecrets(withoutRotatedSecret(next), at(1))).toEqual(['new-secret']);
  });

  it('replaces the secret at once where no policy rotates', () => {
    const next = withNextSecret(client({ secret: 'old-secret' }), null, ids, at(0));
    expect([acceptedSecrets(next, at(1)), rotatedSecret(next, at(1))]).toEqual([['new-secret'], null]);
  });
});
