import type { User } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import { endpointSetup } from '../test-rig/endpoint-setup.ts';
import { payloadOf } from '../test-rig/token-setup.ts';

async function signedIn(
  change: Parameters<typeof endpointSetup>[0] = {},
  as: Parameters<ReturnType<typeof endpointSetup>['login']>[0] = {},
) {
  const setup = endpointSetup(change);
  const login = await setup.login(as);
  const verify = (token = login.access_token) => setup.accessTokens.verify(setup.acme.snapshot, token);
  const setUser = (fields: Partial<User>) => setup.users.set(login.user.id, { ...login.user, ...fields });
  return { ...setup, ...login, verify, setUser };
}

const reason = (verdict: { kind: string; reason?: string }) => verdict.reason ?? verdict.kind;

describe('an access token', () => {
  test('is active with its user, client and session, for one read and no write', async () => {
    const { verify, counts, sid } = await signedIn();
    counts.reads = counts.writes = 0;
    expect(await verify()).toMatchObject({
      kind: 'active',
      user: { username: 'alice' },
      client: { clientId: 'acme-api' },
      session: { sid },
    });
    expect(counts).toEqual({ reads: 1, writes: 0 });
  });

  test('is active without a subject in it, when it is lightweight', async () => {
    const { verify, counts } = await signedIn({}, { by: 'admin-cli' });
    counts.reads = 0;
    expect(await verify()).toMatchObject({ kind: 'active', user: { username: 'alice' } });
    expect(counts.reads).toBe(1);
  });

  test('of an offline session is checked against that session', async () => {
    const { verify, sessions, acme, sid } = await signedIn({}, { scope: 'openid offline_access', offline: true });
    await sessions.end(acme.snapshot, sid);
    expect(reason(await verify())).toBe('active');
    await sessions.end(acme.snapshot, sid, { offline: true });
    expect(reason(await verify())).toBe('session_missing');
  });

  test('says why when it is not', async () => {
    const { verify, clock, id_token, refresh_token } = await signedIn();
    for (const token of ['garbage', '', id_token!, refresh_token!]) expect(reason(await verify(token))).toBe('malformed');
    clock.advance(240);
    expect(reason(await verify())).toBe('expired');
  });

  test('ends with its session, its part of the session, and its own revocation', async () => {
    const one = await signedIn();
    await one.sessions.revokeToken(one.acme.snapshot, one.sid, one.client.id, {
      jti: payloadOf(one.access_token).jti as string,
      exp: payloadOf(one.access_token).exp as number,
    });
    expect(reason(await one.verify())).toBe('revoked');
    await one.sessions.removeClient(one.acme.snapshot, one.sid, one.client.id);
    expect(reason(await one.verify())).toBe('session_missing');
    const two = await signedIn();
    await two.sessions.end(two.acme.snapshot, two.sid);
    expect(reason(await two.verify())).toBe('session_missing');
  });

  test('stays dead when the client signs on again within the same second, and later', async () => {
    const { verify, sessions, acme, sid, client, login, clock } = await signedIn();
    await sessions.removeClient(acme.snapshot, sid, client.id);
    const again = await login({ sid });
    expect(reason(await verify())).toBe('session_stale');
    expect(reason(await verify(again.access_token))).toBe('active');
    clock.advance(5);
    await sessions.removeClient(acme.snapshot, sid, client.id);
    await login({ sid });
    expect(reason(await verify(again.access_token))).toBe('session_stale');
  });

  test('follows the user: gone, disabled, or with a younger mark', async () => {
    const { verify, setUser, users, user, clock } = await signedIn();
    setUser({ enabled: false });
    expect(reason(await verify())).toBe('user_disabled');
    setUser({ sessionsNotBefore: new Date(clock.now().getTime() + 1) });
    expect(reason(await verify())).toBe('session_stale');
    setUser({ sessionsNotBefore: clock.now() });
    expect(reason(await verify())).toBe('active');
    users.delete(user.id);
    expect(reason(await verify())).toBe('user_missing');
  });

  test('follows its client', async () => {
    const { verify, acme } = await signedIn();
    const clients = acme.clients as Map<string, object>;
    const before = clients.get('acme-api')!;
    clients.set('acme-api', { ...before, enabled: false });
    expect(reason(await verify())).toBe('client_disabled');
    clients.delete('acme-api');
    expect(reason(await verify())).toBe('client_missing');
  });
});

describe('not-before marks', () => {
  const now = Math.floor(new Date('2026-11-22T12:00:00Z').getTime() / 1000);

  test('each refuses on its own, whatever the others say', async () => {
    const marks: [realm: number, client: number, user: number, expected: string][] = [
      [0, 0, 0, 'active'],
      [now, now, now, 'active'],
      [now + 1, 0, 0, 'stale'],
      [0, now + 1, 0, 'stale'],
      [0, 0, now + 1, 'stale'],
      [now + 1, 1, 1, 'stale'],
      [1, now + 1, 1, 'stale'],
      [1, 1, now + 1, 'stale'],
    ];
    for (const [realm, ofClient, ofUser, expected] of marks) {
      const { verify, setUser } = await signedIn({ realm: { notBefore: realm }, client: (client) => ({ ...client, notBefore: ofClient }) });
      setUser({ notBefore: ofUser });
      expect(reason(await verify())).toBe(expected);
    }
  });
});

describe('tokens without a session', () => {
  async function issued(kind: 'transient' | 'service-account') {
    const setup = endpointSetup();
    const { acme, clock, issuer, grant } = setup;
    const snapshot = { authTime: clock.now(), acr: '1', amr: [], notes: {} };
    const { access_token } = await issuer.issue(
      kind === 'transient'
        ? grant({ binding: { kind, snapshot } })
        : grant({ as: 'service-account-acme-api', grant: 'cc', scope: '', binding: { kind, notes: {} } }),
    );
    return { ...setup, access_token, verify: () => setup.accessTokens.verify(acme.snapshot, access_token) };
  }

  test('a transient login is never active, and the reason says so', async () => {
    const { verify, counts } = await issued('transient');
    counts.reads = 0;
    expect(await verify()).toMatchObject({ kind: 'inactive', reason: 'transient', detail: expect.stringContaining('transient') });
    expect(counts).toMatchObject({ reads: 0, writes: 0 });
  });

  test('a service account is active while its user and client are there', async () => {
    const { verify, counts, acme } = await issued('service-account');
    counts.reads = 0;
    expect(await verify()).toMatchObject({ kind: 'active', session: null, user: { username: 'service-account-acme-api' } });
    expect(counts.reads).toBe(1);
    const clients = acme.clients as Map<string, object>;
    clients.set('acme-api', { ...clients.get('acme-api')!, serviceAccountsEnabled: false });
    expect(reason(await verify())).toBe('client_disabled');
  });

  test('a token that claims to be of a service account but names a person is none', async () => {
    const { acme, issuer, grant, accessTokens } = endpointSetup();
    const { access_token } = await issuer.issue(grant({ as: 'alice', grant: 'cc', binding: { kind: 'service-account', notes: {} } }));
    expect(reason(await accessTokens.verify(acme.snapshot, access_token))).toBe('malformed');
  });

  test('a sessionless token with a sid, and a session token without one, are refused', async () => {
    const { acme, signed, clock, accessTokens } = endpointSetup();
    const iat = Math.floor(clock.now().getTime() / 1000);
    const base = { iat, exp: iat + 60, azp: 'acme-api', sub: acme.users.get('alice')!.id };
    const sign = (claims: object) => signed.sign(acme.snapshot, 'access-token', { ...base, ...claims });
    expect(reason(await accessTokens.verify(acme.snapshot, await sign({ jti: 'trrtcc:x', sid: 's' })))).toBe('transient');
    expect(reason(await accessTokens.verify(acme.snapshot, await sign({ jti: 'trrtna:x' })))).toBe('transient');
    expect(reason(await accessTokens.verify(acme.snapshot, await sign({ jti: 'onrtro:x' })))).toBe('session_missing');
    expect(reason(await accessTokens.verify(acme.snapshot, await sign({ jti: 'unrtro:x', sid: 's' })))).toBe('session_missing');
    expect(reason(await accessTokens.verify(acme.snapshot, await sign({ jti: 7 })))).toBe('malformed');
    expect(reason(await accessTokens.verify(acme.snapshot, await sign({ jti: 'plain', sid: 's' })))).toBe('session_missing');
  });
});
