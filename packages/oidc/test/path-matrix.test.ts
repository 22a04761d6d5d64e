import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FullRig, startFullRig } from '../src/test-rig/full-rig.ts';
import { API, claimsOf, logIn, post, redeem, refresh } from '../src/test-rig/walks.ts';
import { EVERY_WAY, everyGrant, GRANTS, OF_A_PERSON, OF_A_SESSION, WAYS, type WayName } from './rig/ways.ts';

const without = (ways: readonly WayName[], ...left: readonly WayName[]) => ways.filter((way) => !left.includes(way));

describe('every way to get or keep a token', () => {
  let rig: FullRig;
  let restore: () => void;
  beforeAll(async () => {
    rig = await startFullRig({ client: everyGrant });
    const [users, clients, realm] = [new Map(rig.users), new Map(rig.clients), rig.realm().realm];
    restore = () => {
      for (const [name, user] of users) rig.users.set(name, user);
      for (const [name, client] of clients) rig.clients.set(name, client);
      rig.changeRealm(realm);
      rig.consents.clear();
    };
  });
  afterAll(() => rig.close());

  /** The ways that still go, each with something of its own that was got before `reason` came about. */
  const open = async (ways: readonly WayName[], reason: () => unknown): Promise<readonly string[]> => {
    const still: string[] = [];
    for (const name of ways) {
      const attempt = await WAYS[name]!(rig);
      rig.clock.advance(2);
      await reason();
      if (await attempt()) still.push(name);
      restore();
    }
    return still;
  };
  const alice = () => rig.users.get('alice')!;
  const seconds = () => Math.floor(rig.clock.now().getTime() / 1000);

  it('is open to whom nothing is wrong with', async () => {
    expect(await open(EVERY_WAY, () => {})).toEqual(EVERY_WAY);
  });

  it('is known here: discovery names no grant that this matrix leaves out', async () => {
    const discovery = await (await fetch(`${rig.issuer}/.well-known/openid-configuration`)).json();
    // The implicit flow has no request of its own: its tokens come with the answer to a login.
    expect(discovery.grant_types_supported.filter((grant: string) => grant !== 'implicit').sort()).toEqual(Object.keys(GRANTS).sort());
  });

  it('D048: is closed to a person who was disabled or deleted', async () => {
    expect(await open(OF_A_PERSON, () => rig.changeUser('alice', { enabled: false }))).toEqual([]);
    expect(await open(OF_A_PERSON, () => rig.users.delete('alice'))).toEqual([]);
  });

  it('D049: is closed in a realm, by a client and by a service account that were switched off', async () => {
    expect(await open(EVERY_WAY, () => rig.changeRealm({ enabled: false }))).toEqual([]);
    expect(await open(EVERY_WAY, () => rig.clients.delete('acme-api'))).toEqual([]);
    const account = [...rig.users.values()].find(({ serviceAccountClient }) => serviceAccountClient === rig.clients.get('acme-api')?.id)!;
    expect(await open(['client_credentials'], () => rig.changeUser(account.username, { enabled: false }))).toEqual([]);
  });

  it('B067, D042: is closed to a client that was disabled, whatever it holds', async () => {
    expect(await open(EVERY_WAY, () => rig.changeClient('acme-api', { enabled: false }))).toEqual([]);
  });

  it('B067: needs the grant to be switched on for the client', async () => {
    const attributes = (name: string) => ({ attributes: { ...rig.clients.get('acme-api')?.attributes, [name]: 'false' } });
    const off: Readonly<Record<string, () => void>> = {
      password: () => rig.changeClient('acme-api', { directAccessGrantsEnabled: false }),
      client_credentials: () => rig.changeClient('acme-api', { serviceAccountsEnabled: false }),
      'single sign-on': () => rig.changeClient('acme-api', { standardFlowEnabled: false }),
      'urn:ietf:params:oauth:grant-type:device_code': () =>
        rig.changeClient('acme-api', attributes('oauth2.device.authorization.grant.enabled')),
      'urn:openid:params:grant-type:ciba': () => rig.changeClient('acme-api', attributes('oidc.ciba.grant.enabled')),
      'urn:ietf:params:oauth:grant-type:token-exchange': () => rig.changeClient('acme-api', attributes('standard.token.exchange.enabled')),
    };
    const still: string[] = [];
    for (const [name, reason] of Object.entries(off)) still.push(...(await open([name as WayName], reason)));
    expect(still).toEqual([]);
  });

  it('B058: is closed to a code whose person, client or session changed before it was redeemed', async () => {
    const code: readonly WayName[] = ['authorization_code'];
    const changes = [
      () => rig.changeUser('alice', { enabled: false }),
      () => rig.changeUser('alice', { sessionsNotBefore: rig.clock.now() }),
      () => rig.changeClient('acme-api', { enabled: false }),
      () => rig.sessions.endAllOfUser(rig.realm(), alice().id),
      () => rig.changeRealm({ notBefore: seconds() }),
    ];
    for (const change of changes) expect(await open(code, change)).toEqual([]);
  });

  it('B082: is closed by a logout to everything but what was asked for offline', async () => {
    const out = () => rig.sessions.endAllOfUser(rig.realm(), alice().id);
    expect(await open(OF_A_SESSION, out)).toEqual(['refresh of an offline token']);
  });

  it('B140: is closed to everything from before a new password, offline sessions too, where that was asked for', async () => {
    const changed = () => rig.changeUser('alice', { sessionsNotBefore: rig.clock.now() });
    expect(await open(OF_A_SESSION, changed)).toEqual([]);
    expect(await open(OF_A_SESSION, () => rig.changeUser('alice', { credentialVersion: 7 }))).toEqual(OF_A_SESSION);
  });

  it('D044: is closed to what is older than a not-before mark of realm, client or person, each by itself', async () => {
    expect(await open(OF_A_SESSION, () => rig.changeRealm({ notBefore: seconds() }))).toEqual([]);
    expect(await open(OF_A_SESSION, () => rig.changeUser('alice', { notBefore: seconds() }))).toEqual([]);
    // A code and a session are not the client's; what it holds itself is.
    const underWay = ['urn:ietf:params:oauth:grant-type:device_code', 'urn:openid:params:grant-type:ciba'] as const;
    const held = without(OF_A_SESSION, 'authorization_code', 'single sign-on', ...underWay);
    expect(await open(held, () => rig.changeClient('acme-api', { notBefore: seconds() }))).toEqual([]);
  });

  it('B079, D051: is closed to a refresh whose consent was withdrawn, and gives no role that was taken away', async () => {
    const login = await logIn(rig);
    const { body } = await redeem(rig, login.code);
    rig.changeClient('acme-api', { consentRequired: true });
    expect((await refresh(rig, body.refresh_token)).body).toEqual({
      error: 'invalid_scope',
      error_description: 'Client no longer has requested consent from user',
    });
    const scopes = rig.realm().configuration.clientScopes.map(({ id }) => id);
    const [userId, clientId, at] = [alice().id, rig.clients.get('acme-api')!.id, rig.clock.now()];
    rig.consents.set(`${userId}.${clientId}`, { userId, clientId, scopes, createdAt: at, updatedAt: at });
    const allowed = await refresh(rig, body.refresh_token);
    expect(claimsOf(allowed.body.access_token).realm_access).toBeDefined();
    rig.changeUser('alice', { roles: [], groups: [] });
    const less = await refresh(rig, body.refresh_token);
    expect([less.status, claimsOf(less.body.access_token).realm_access]).toEqual([200, undefined]);
    restore();
  });

  it('B079: is closed to a refresh after a new password, a disabling, a deletion and the end of its client', async () => {
    const refreshes: readonly WayName[] = ['refresh_token', 'refresh of an offline token'];
    for (const reason of [
      () => rig.changeUser('alice', { sessionsNotBefore: rig.clock.now() }),
      () => rig.changeUser('alice', { enabled: false }),
      () => rig.users.delete('alice'),
      () => rig.changeClient('acme-api', { enabled: false }),
      () => rig.clients.delete('acme-api'),
    ])
      expect(await open(refreshes, reason)).toEqual([]);
  });

  it('D046: is closed to an offline session whose client lost offline_access', async () => {
    const { optionalClientScopes } = rig.clients.get('acme-api')!;
    const left = optionalClientScopes.filter((scope) => scope !== 'offline_access');
    const lost = () => rig.changeClient('acme-api', { optionalClientScopes: left });
    expect(await open(['refresh of an offline token'], lost)).toEqual([]);
    expect(await open(['refresh_token'], lost)).toEqual(['refresh_token']);
  });

  it('D045: is closed to a remembered session as soon as the realm remembers nobody', async () => {
    const { body } = await redeem(rig, (await logIn(rig)).code);
    const key = { type: 'session', realmId: rig.realm().id, id: body.session_state } as const;
    const stored = (await rig.store.get(key))!;
    await rig.store.put(key, stored.version, { ...stored.value, rememberMe: true }, { expiresAt: stored.expiresAt, indexes: {} });
    expect((await refresh(rig, body.refresh_token)).status).toBe(200);
    rig.changeRealm({ rememberMe: false });
    expect((await refresh(rig, body.refresh_token)).body.error_description).toBe('Session not active');
    restore();
  });

  it('D043, D077: gives by exchange nothing that could be refreshed, and takes no token of elsewhere', async () => {
    const { body } = await post(rig, { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid', ...API });
    const exchange = (subject_token: string) =>
      post(rig, {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        subject_token,
        ...API,
      });
    expect((await exchange(body.access_token)).body).not.toHaveProperty('refresh_token');
    const foreign = await startFullRig({ client: everyGrant });
    const elsewhere = await post(foreign, { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid', ...API });
    expect((await exchange(elsewhere.body.access_token)).body.error).toBe('invalid_request');
    rig.clock.advance(3_600);
    expect((await exchange(body.access_token)).body.error).toBe('invalid_request');
    await foreign.close();
  });
});
