import type { RealmSnapshot } from '@anteroom/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asUser } from '../test-rig/as-user.ts';
import { openRig, type Rig } from '../test-rig/open-rig.ts';

interface Sessions {
  readonly total: number;
  readonly complete: boolean;
  readonly sessions: readonly Readonly<Record<string, unknown>>[];
}

describe("Anteroom's own part of the Admin REST", () => {
  let rig: Rig;
  let root: string;
  let acme: RealmSnapshot;
  const as = async (realm: string, username: string) => asUser(rig, await rig.token(realm, username));

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({ realm: 'master', enabled: true });
    await rig.importer.import({
      realm: 'acme',
      rememberMe: true,
      enabled: true,
      clients: [{ clientId: 'shop' }, { clientId: 'desk' }],
      users: [
        ...['realm-admin', 'view-users', 'view-realm', 'manage-users'].map((role) => ({
          username: `has-${role}`,
          enabled: true,
          clientRoles: { 'realm-management': [role] },
        })),
        { username: 'nobody', enabled: true },
        { username: 'ann', enabled: true, email: 'ann@acme.test' },
        { username: 'ben', enabled: true },
      ],
    });
    acme = (await rig.realms.byName('acme'))!;
    const master = (await rig.realms.byName('master'))!;
    const template = (await rig.directory.users.findByUsername(acme.id, 'nobody'))!;
    const masterRealm = (await rig.realms.client(master, 'master-realm'))!;
    const acmeRealm = (await rig.realms.client(master, 'acme-realm'))!;
    const roleOf = (container: string, name: string) =>
      master.configuration.roles.find((role) => role.containerId === container && role.name === name)!.id;
    for (const [username, role] of [
      ['root', roleOf(master.id, 'admin')],
      ['creator', roleOf(master.id, 'create-realm')],
      ['watcher', roleOf(masterRealm.id, 'view-realm')],
      ['people', roleOf(masterRealm.id, 'view-users')],
      ['acme-only', roleOf(acmeRealm.id, 'manage-realm')],
    ] as const)
      await rig.directory.commit(master.id, [
        { kind: 'create-user', user: { ...template, id: username, username, email: null, roles: [role], groups: [] } },
      ]);
    root = await rig.token('master', 'root');
  });
  afterAll(() => rig.close());

  describe('GET /admin/anteroom/server', () => {
    it('shows version, stores with counts of all realms, and no drain', async () => {
      const { status, json } = await asUser(rig, root)('GET', '/admin/anteroom/server');
      expect(status).toBe(200);
      expect(json).toMatchObject({
        version: '0.0.0',
        startedAt: rig.clock.now().toISOString(),
        database: { kind: 'sqlite' },
        stores: [{ tag: 'm', kind: 'memory', primary: true, healthy: true, promise: { processKill: 'lost' } }],
        nodes: [],
        drain: null,
      });
      const [store] = (json as { stores: { counts: Record<string, number> }[] }).stores;
      expect(store?.counts).toEqual({ sessions: expect.any(Number), offlineSessions: 0, logins: 0, codes: 0 });
      expect(store?.counts.sessions).toBeGreaterThan(0);
    });

    it.each([
      ['master', 'root', 200],
      ['master', 'watcher', 200],
      ['master', 'people', 403],
      ['master', 'creator', 403],
      ['master', 'acme-only', 403],
      ['acme', 'has-realm-admin', 403],
      ['acme', 'has-view-realm', 403],
      ['acme', 'nobody', 403],
    ])('answers in realm %s to %s with %i', async (realm, username, status) => {
      expect((await (await as(realm, username))('GET', '/admin/anteroom/server')).status).toBe(status);
    });
  });

  describe('GET /admin/anteroom/realms/{realm}/sessions', () => {
    const path = '/admin/anteroom/realms/acme/sessions';
    const login = async (username: string, clientId: string, more: { readonly offline?: boolean } = {}) => {
      const user = (await rig.directory.users.findByUsername(acme.id, username))!;
      const client = (await rig.realms.client(acme, clientId))!;
      const entry = { client: client.id, redirectUri: null, scope: 'openid', authTime: rig.clock.now(), acr: '1' };
      const { session } = await rig.sessions.create(acme, {
        ...{ userId: user.id, username, authTime: rig.clock.now(), acr: '1', amr: ['pwd', 'otp'], rememberMe: true, browser: false },
        ...{ ipAddress: '192.0.2.7', authMethod: 'openid-connect', notes: {}, client: entry },
      });
      if (more.offline) await rig.sessions.attachOffline(acme, session, entry);
      rig.clock.advance(1000);
      return session.sid;
    };
    const ids: Record<string, string> = {};
    const get = async (query = '') => (await asUser(rig, root)('GET', `${path}${query}`)).json as Sessions;
    const sids = ({ sessions }: Sessions) => sessions.map(({ id, offline }) => (offline ? `offline ${id}` : id));

    beforeAll(async () => {
      for (const { sid } of await rig.sessions.list(acme, { limit: 100 })) await rig.sessions.end(acme, sid);
      ids.shop = await login('ann', 'shop', { offline: true });
      ids.desk = await login('ann', 'desk');
      ids.ben = await login('ben', 'shop');
    });

    it('lists them newest first, with person, clients, method and store', async () => {
      const all = await get();
      expect(sids(all)).toEqual([ids.ben, ids.desk, ids.shop, `offline ${ids.shop}`]);
      expect([all.total, all.complete]).toEqual([4, true]);
      const shop = (await rig.realms.client(acme, 'shop'))!;
      expect(all.sessions[0]).toEqual({
        id: ids.ben,
        userId: expect.any(String),
        username: 'ben',
        clients: [{ id: shop.id, clientId: 'shop' }],
        ipAddress: '192.0.2.7',
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        lastAccessAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        method: 'pwd otp',
        store: { tag: 'm', kind: 'memory' },
        offline: false,
        rememberMe: true,
      });
    });

    it('gives pages of them and the total of all', async () => {
      const page = await get('?first=1&max=2');
      expect([sids(page), page.total]).toEqual([[ids.desk, ids.shop], 4]);
      expect(sids(await get('?max=0'))).toEqual([]);
      expect(sids(await get('?first=40'))).toEqual([]);
    });

    it('finds those of a person, of a client, of both, of a store, and one by its id', async () => {
      expect(sids(await get('?search=ann'))).toEqual([ids.desk, ids.shop, `offline ${ids.shop}`]);
      expect(sids(await get('?search=ann@acme.test&client=desk'))).toEqual([ids.desk]);
      expect(sids(await get('?client=shop'))).toEqual([ids.ben, ids.shop, `offline ${ids.shop}`]);
      expect(sids(await get(`?client=${(await rig.realms.client(acme, 'desk'))!.id}`))).toEqual([ids.desk]);
      expect(sids(await get(`?search=${ids.ben}`))).toEqual([ids.ben]);
      expect(sids(await get('?store=m&client=desk'))).toEqual([ids.desk]);
      expect(sids(await get('?search=nobody-of-that-name'))).toEqual([]);
    });

    it('says so when a client or store is not there, or a number is none', async () => {
      const call = asUser(rig, root);
      expect((await call('GET', `${path}?client=nowhere`)).status).toBe(404);
      expect((await call('GET', `${path}?store=x`)).status).toBe(400);
      expect((await call('GET', `${path}?max=many`)).status).toBe(404);
      expect((await call('GET', '/admin/anteroom/realms/nowhere/sessions')).status).toBe(404);
      expect((await call('POST', path)).status).toBe(405);
    });

    it('shows an ended session no more', async () => {
      const sid = await login('ben', 'desk');
      expect((await asUser(rig, root)('DELETE', `/admin/realms/acme/sessions/${sid}`)).status).toBe(204);
      expect(sids(await get('?search=ben'))).toEqual([ids.ben]);
    });

    it.each([
      ['acme', 'has-view-users', 200],
      ['acme', 'has-manage-users', 200],
      ['acme', 'has-realm-admin', 200],
      ['acme', 'has-view-realm', 403],
      ['acme', 'nobody', 403],
      ['master', 'acme-only', 403],
      ['master', 'people', 403],
      ['master', 'watcher', 403],
    ])('answers in realm %s to %s with %i', async (realm, username, status) => {
      expect((await (await as(realm, username))('GET', path)).status).toBe(status);
    });
  });

  it('is described in the OpenAPI document', () => {
    const { paths } = rig.api.openApi() as {
      paths: Record<string, { get: { summary: string; tags: string[]; parameters: { name: string }[] } }>;
    };
    expect(paths['/admin/anteroom/server']?.get.tags).toEqual(['anteroom']);
    const sessions = paths['/admin/anteroom/realms/{realm}/sessions']?.get;
    expect(sessions?.parameters.map(({ name }) => name)).toEqual(['realm', 'first', 'max', 'search', 'client', 'store']);
    expect(JSON.stringify(sessions)).toContain('rememberMe');
  });
});
