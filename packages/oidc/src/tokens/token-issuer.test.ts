import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { headerOf, payloadOf, tokenSetup } from '../test-rig/token-setup.ts';

const issuerUrl = 'http://localhost:8080/realms/acme';
const sorted = (value: unknown) => [...(value as string[])].sort();

describe('a password grant', () => {
  test('answers with the recorded members, lifespans and scopes', async () => {
    const { issuer, grant } = tokenSetup();
    const body = await issuer.issue(grant());
    expect(Object.keys(body)).toEqual([
      'access_token',
      'expires_in',
      'refresh_expires_in',
      'refresh_token',
      'token_type',
      'id_token',
      'not-before-policy',
      'session_state',
      'scope',
    ]);
    // acme-api has its own idle time for client sessions.
    expect(body).toMatchObject({
      expires_in: 240,
      refresh_expires_in: 1800,
      token_type: 'Bearer',
      'not-before-policy': 0,
      session_state: 'm.sid-1',
    });
    expect(body.scope.split(' ').sort()).toEqual(['email', 'openid', 'profile']);
  });

  test('gives an access token with exactly the recorded claims', async () => {
    const { issuer, grant, acme } = tokenSetup();
    const { access_token } = await issuer.issue(grant());
    expect(headerOf(access_token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) });
    const claims = payloadOf(access_token);
    expect(Object.keys(claims).sort()).toEqual(
      [
        'acr',
        'allowed-origins',
        'aud',
        'azp',
        'email',
        'email_verified',
        'exp',
        'family_name',
        'given_name',
        'iat',
        'iss',
        'jti',
        'locale',
        'name',
        'preferred_username',
        'realm_access',
        'resource_access',
        'scope',
        'sid',
        'sub',
        'typ',
      ].sort(),
    );
    expect(claims).toMatchObject({
      iss: issuerUrl,
      sub: acme.users.get('alice')!.id,
      typ: 'Bearer',
      azp: 'acme-api',
      acr: '1',
      aud: 'account',
      name: 'Alice Acme',
      email_verified: true,
      locale: 'de',
    });
    expect(claims.jti).toMatch(/^onrtro:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(sorted((claims.realm_access as { roles: string[] }).roles)).toEqual(
      expect.arrayContaining(['approver', 'default-roles-acme', 'offline_access', 'staff', 'uma_authorization']),
    );
    expect(sorted((claims.resource_access as Record<string, { roles: string[] }>)['acme-api']!.roles)).toEqual([
      'orders:read',
      'orders:write',
    ]);
  });

  test('gives an ID token for the client, hashed to its access token, without access', async () => {
    const { issuer, grant } = tokenSetup();
    const { access_token, id_token } = await issuer.issue(grant());
    const claims = payloadOf(id_token!);
    expect(claims).toMatchObject({ typ: 'ID', aud: 'acme-api', azp: 'acme-api', sid: 'm.sid-1', acr: '1' });
    expect(claims.at_hash).toBe(createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url'));
    expect(claims).not.toHaveProperty('realm_access');
    expect(claims).not.toHaveProperty('nonce');
    expect(claims).not.toHaveProperty('auth_time');
    expect(claims.jti).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('gives a refresh token with every scope name, the audiences and the rotation state', async () => {
    const { issuer, grant } = tokenSetup();
    const { refresh_token } = await issuer.issue(grant());
    expect(headerOf(refresh_token!)).toMatchObject({ alg: 'HS512', kid: '553a82ca-1fda-4a84-93c1-385bf43b98e7' });
    const claims = payloadOf(refresh_token!);
    expect(Object.keys(claims).sort()).toEqual(['aud', 'aud_x', 'azp', 'exp', 'iat', 'iss', 'jti', 'prov', 'scope', 'sid', 'sub', 'typ']);
    expect(claims).toMatchObject({ typ: 'Refresh', aud: issuerUrl, aud_x: 'account', prov: 'default', azp: 'acme-api' });
    expect((claims.scope as string).split(' ').sort()).toEqual([
      'acr',
      'basic',
      'email',
      'openid',
      'profile',
      'roles',
      'service_account',
      'web-origins',
    ]);
  });

  test('without openid has no ID token, and without a refresh state no refresh token', async () => {
    const { issuer, grant } = tokenSetup();
    const body = await issuer.issue(grant({ scope: '', refresh: null }));
    expect(body).not.toHaveProperty('id_token');
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).toMatchObject({ refresh_expires_in: 0, scope: expect.not.stringContaining('openid') });
  });
});

describe('a browser login', () => {
  test('says when the user authenticated, and carries the nonce in the ID token only', async () => {
    const { issuer, grant, clock } = tokenSetup();
    const { access_token, id_token } = await issuer.issue(grant({ grant: 'ac', nonce: 'n-1', session: { browser: true } }));
    const seconds = Math.floor(clock.now().getTime() / 1000);
    expect(payloadOf(access_token)).toMatchObject({ auth_time: seconds, jti: expect.stringMatching(/^onrtac:/) });
    expect(payloadOf(access_token)).not.toHaveProperty('nonce');
    expect(payloadOf(id_token!)).toMatchObject({ auth_time: seconds, nonce: 'n-1' });
  });

  test('hashes code and state into a front-channel ID token', async () => {
    const { issuer, grant } = tokenSetup();
    const { id_token } = await issuer.issue(grant({ grant: 'na', code: 'the code', state: 'the state' }));
    expect(payloadOf(id_token!)).toMatchObject({ c_hash: expect.any(String), s_hash: expect.any(String) });
  });
});

describe('offline', () => {
  test('the refresh token is of its own kind and has no end while the realm sets none', async () => {
    const { issuer, grant, acme } = tokenSetup();
    const body = await issuer.issue(grant({ scope: 'openid offline_access', session: { offline: true } }));
    expect(body.refresh_expires_in).toBe(0);
    expect(payloadOf(body.refresh_token!)).toMatchObject({ typ: 'Offline' });
    expect(payloadOf(body.refresh_token!)).not.toHaveProperty('exp');
    expect(payloadOf(body.access_token).jti).toMatch(/^ofrtro:/);
    expect(await issuer.readRefreshToken(acme.snapshot, body.refresh_token!)).toMatchObject({ offline: true, sid: 'm.sid-1' });
  });

  test('with a maximum it ends there', async () => {
    const { issuer, grant } = tokenSetup({ realm: { offlineSessionMaxLifespanEnabled: true, offlineSessionMaxLifespan: 1000 } });
    const body = await issuer.issue(grant({ scope: 'openid offline_access', session: { offline: true } }));
    expect(body.refresh_expires_in).toBe(1000);
  });
});

describe('transient and service account', () => {
  test('a transient login has neither session nor refresh token, and says so', async () => {
    const { issuer, grant, acme, clock } = tokenSetup();
    const binding = { kind: 'transient', snapshot: { authTime: clock.now(), acr: '1', amr: ['pwd'], notes: {} } } as const;
    const body = await issuer.issue(grant({ binding }));
    expect(Object.keys(body)).toEqual([
      'access_token',
      'expires_in',
      'refresh_expires_in',
      'token_type',
      'id_token',
      'not-before-policy',
      'scope',
    ]);
    const claims = payloadOf(body.access_token);
    expect(claims.jti).toMatch(/^trrtro:/);
    expect(claims.sub).toBe(acme.users.get('alice')!.id);
    for (const token of [claims, payloadOf(body.id_token!)]) expect(token).not.toHaveProperty('sid');
  });

  test('a lightweight transient token still names its user', async () => {
    const { issuer, grant, acme, clock } = tokenSetup();
    const binding = { kind: 'transient', snapshot: { authTime: clock.now(), acr: '1', amr: [], notes: {} } } as const;
    const { access_token } = await issuer.issue(grant({ by: 'admin-cli', binding }));
    expect(payloadOf(access_token)).toMatchObject({ sub: acme.users.get('alice')!.id, jti: expect.stringMatching(/^trltro:/) });
  });

  test('client credentials carry the notes of the call and the roles of the service account', async () => {
    const { issuer, grant } = tokenSetup();
    const body = await issuer.issue(
      grant({
        as: 'service-account-acme-api',
        grant: 'cc',
        scope: '',
        binding: { kind: 'service-account', notes: { client_id: 'acme-api', clientHost: '10.0.0.1', clientAddress: '10.0.0.1' } },
      }),
    );
    expect(payloadOf(body.access_token)).toMatchObject({
      jti: expect.stringMatching(/^trrtcc:/),
      client_id: 'acme-api',
      clientHost: '10.0.0.1',
      acr: '1',
      preferred_username: 'service-account-acme-api',
      resource_access: { 'realm-management': { roles: expect.arrayContaining(['view-users', 'query-users']) } },
    });
    expect(body).not.toHaveProperty('session_state');
  });
});

describe('a lightweight token', () => {
  test('has only the bare claims, its refresh token neither subject nor audiences, and its ID token everything', async () => {
    const { issuer, grant } = tokenSetup();
    const body = await issuer.issue(grant({ by: 'admin-cli' }));
    const claims = payloadOf(body.access_token);
    expect(Object.keys(claims).sort()).toEqual(['azp', 'exp', 'iat', 'iss', 'jti', 'scope', 'sid', 'typ']);
    expect(claims.jti).toMatch(/^onltro:/);
    const refresh = payloadOf(body.refresh_token!);
    expect(refresh).not.toHaveProperty('sub');
    expect(refresh).not.toHaveProperty('aud_x');
    expect(payloadOf(body.id_token!)).toMatchObject({ sub: expect.any(String), preferred_username: 'alice' });
  });
});

describe('lifespans', () => {
  test('an access token never outlives the maximum of its session', async () => {
    const { issuer, grant } = tokenSetup({ realm: { ssoSessionMaxLifespan: 100 } });
    expect(await issuer.issue(grant())).toMatchObject({ expires_in: 100, refresh_expires_in: 100 });
  });

  test('a client may have its own', async () => {
    const { issuer, grant } = tokenSetup();
    expect(await issuer.issue(grant({ by: 'acme-spa' }))).toMatchObject({ expires_in: 120, refresh_expires_in: 3600 });
  });

  test('a remembered session has its longer ones', async () => {
    const { issuer, grant } = tokenSetup();
    expect(await issuer.issue(grant({ by: 'acme-spa', session: { rememberMe: true } }))).toMatchObject({ refresh_expires_in: 86400 });
  });

  test('the not-before policy is the latest of realm, client and user', async () => {
    const { issuer, grant, acme } = tokenSetup({ realm: { notBefore: 5 } });
    const user = { ...acme.users.get('alice')!, notBefore: 7 };
    const client = { ...acme.clients.get('acme-api')!, notBefore: 6 };
    expect(await issuer.issue(grant({ user, client }))).toMatchObject({ 'not-before-policy': 7 });
  });
});

describe('refresh tokens that come back', () => {
  test('give the state they were minted with', async () => {
    const { issuer, grant, acme } = tokenSetup();
    const { refresh_token } = await issuer.issue(grant({ refresh: { family: 'abcdef0123', counter: 3 }, session: { generation: 'gen' } }));
    expect(await issuer.readRefreshToken(acme.snapshot, refresh_token!)).toMatchObject({
      sid: 'm.sid-1',
      azp: 'acme-api',
      offline: false,
      family: 'abcdef0123',
      counter: 3,
      sub: acme.users.get('alice')!.id,
    });
  });

  test('are nothing when they are another kind, tampered with or expired', async () => {
    const { issuer, grant, acme, clock } = tokenSetup();
    const { access_token, id_token, refresh_token } = await issuer.issue(grant());
    for (const token of [access_token, id_token!, `${refresh_token}xx`, 'garbage', ''])
      expect(await issuer.readRefreshToken(acme.snapshot, token)).toBeNull();
    clock.advance(1800);
    expect(await issuer.readRefreshToken(acme.snapshot, refresh_token!)).toBeNull();
  });
});

describe('scopes', () => {
  test('optional ones come when asked for, unknown ones are refused with the whole list', () => {
    const { issuer, grant } = tokenSetup();
    expect(issuer.checkScope(grant({ scope: 'openid phone address' }))).toEqual({ kind: 'ok' });
    expect(issuer.checkScope(grant({ scope: '' }))).toEqual({ kind: 'ok' });
    expect(issuer.checkScope(grant({ scope: 'openid nonsense' }))).toEqual({
      kind: 'invalid',
      description: 'Invalid scopes: openid nonsense',
    });
    expect(issuer.checkScope(grant({ scope: 'employee' }))).toEqual({ kind: 'invalid', description: 'Invalid scopes: employee' });
    expect(issuer.checkScope(grant({ scope: 'role_list' }))).toEqual({ kind: 'invalid', description: 'Invalid scopes: role_list' });
  });

  test('a scope that needs a role is not given to a user without it', async () => {
    const { issuer, grant, acme } = tokenSetup();
    const user = { ...acme.users.get('alice')!, roles: [], groups: [] };
    const body = await issuer.issue(grant({ user, scope: 'openid offline_access' }));
    expect(body.scope).not.toContain('offline_access');
  });

  test('microprofile-jwt adds upn and groups', async () => {
    const { issuer, grant } = tokenSetup();
    const { access_token } = await issuer.issue(grant({ scope: 'openid microprofile-jwt' }));
    expect(payloadOf(access_token)).toMatchObject({ upn: 'alice', groups: expect.arrayContaining(['approver', 'staff']) });
  });
});

describe('algorithms', () => {
  test('a client algorithm that the realm has no key for falls back to the default', async () => {
    const { issuer, grant, acme } = tokenSetup();
    const client = {
      ...acme.clients.get('acme-api')!,
      attributes: { 'access.token.signed.response.alg': 'ES256', 'id.token.signed.response.alg': 'HS256' },
    };
    const { access_token, id_token } = await issuer.issue(grant({ client }));
    expect([headerOf(access_token).alg, headerOf(id_token!).alg]).toEqual(['RS256', 'RS256']);
  });
});

describe('the id of a refresh token', () => {
  test('carries generation, family and counter in a UUID that is new each time', async () => {
    const { issuer, grant, acme } = tokenSetup({ realm: { revokeRefreshToken: true } });
    const seen = new Set<unknown>();
    for (const counter of [0, 1, 255, 0xffffff]) {
      for (const generation of ['one', 'two']) {
        const { refresh_token } = await issuer.issue(grant({ refresh: { family: '0123456789', counter }, session: { generation } }));
        const claims = payloadOf(refresh_token!);
        expect(claims.jti).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(claims.reuse_id).toMatch(/^[0-9a-f-]{36}$/);
        seen.add(claims.jti);
        const state = (await issuer.readRefreshToken(acme.snapshot, refresh_token!))!;
        expect(state).toMatchObject({ family: '0123456789', counter });
        expect([state.isOf({ generation: 'one' }), state.isOf({ generation: 'two' })]).toEqual([
          generation === 'one',
          generation === 'two',
        ]);
      }
    }
    expect(seen.size).toBe(8);
  });

  test('of another server belongs to no entry', async () => {
    const { issuer, signed, acme, clock } = tokenSetup();
    const iat = Math.floor(clock.now().getTime() / 1000);
    const claims = { iat, exp: iat + 60, azp: 'acme-api', sid: 'RScHZCjGtylwi5lMrwbh6JTk', aud: issuerUrl };
    for (const jti of ['3aa44971-eefe-4b7d-9fcf-e1ab15c984ea', 'no uuid']) {
      const token = await signed.sign(acme.snapshot, 'refresh-token', { ...claims, jti });
      const state = (await issuer.readRefreshToken(acme.snapshot, token))!;
      expect(state.sid).toBe('RScHZCjGtylwi5lMrwbh6JTk');
      expect(state.isOf({ generation: '' })).toBe(false);
    }
  });
});
