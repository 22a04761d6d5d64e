import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FormBrowser } from './rig/form-browser.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const CALLBACK = 'http://localhost:9999/cb';
const ANN = { username: 'ann', password: 'ann-pw-2026' };
const POLICY = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';

interface Login {
  readonly id: string;
  readonly type: string;
  readonly error: string | null;
  readonly username: string;
  readonly sessionId: string | null;
  readonly transient: boolean;
  readonly steps: readonly { readonly name: string; readonly decision: string; readonly why: string }[];
  readonly receipt: { readonly writesSaved: number; readonly records: readonly Record<string, unknown>[] } | null;
}

describe('a realm that keeps its events', () => {
  let server: InProcessServer;
  beforeAll(async () => {
    server = await startInProcess();
    await openRealm('kept', true);
    await openRealm('silent', false);
  }, 60_000);
  afterAll(() => server.stop());

  async function openRealm(realm: string, eventsEnabled: boolean): Promise<void> {
    const client = { redirectUris: [CALLBACK], directAccessGrantsEnabled: true };
    const clients = [
      { ...client, clientId: 'app', secret: 'app' },
      { ...client, clientId: 'kiosk', secret: 'kiosk', attributes: { 'client.session.transient.enabled': 'true' } },
    ];
    await server.admin('POST', '', { realm, enabled: true, passwordPolicy: POLICY, eventsEnabled, clients });
    const user = { username: 'ann', enabled: true, email: 'ann@kept.test', firstName: 'Ann', lastName: 'B' };
    await server.admin('POST', `/${realm}/users`, { ...user, credentials: [{ type: 'password', value: ANN.password }] });
  }

  async function anteroom<T>(path: string, realm = 'kept', body?: unknown): Promise<{ status: number; json: T }> {
    const answer = await fetch(`${server.base}/admin/anteroom/realms/${realm}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${await server.token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: (await answer.json()) as T };
  }

  const newest = async (query = ''): Promise<Login> => {
    const { json } = await anteroom<{ logins: { id: string }[] }>(`/logins?max=1${query}`);
    return (await anteroom<Login>(`/logins/${json.logins[0]?.id}`)).json;
  };

  async function grant(realm: string, clientId: string, password = ANN.password) {
    const body = new URLSearchParams({ grant_type: 'password', client_id: clientId, client_secret: clientId, username: 'ann', password });
    const answer = await fetch(`${server.base}/realms/${realm}/protocol/openid-connect/token`, { method: 'POST', body });
    return (await answer.json()) as { access_token: string; session_state: string };
  }

  async function form(password: string) {
    const browser = new FormBrowser();
    const query = new URLSearchParams({ client_id: 'app', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' });
    const page = await browser.open(`${server.base}/realms/kept/protocol/openid-connect/auth?${query}`);
    return browser.open(new URL(page.action, server.base), { username: 'ann', password });
  }

  it('shows what every execution of a login decided and why, and what was written where under which promise', async () => {
    expect((await form(ANN.password)).location?.searchParams.get('code')).toBeTruthy();
    const login = await newest();
    expect(login).toMatchObject({ type: 'LOGIN', error: null, username: 'ann', transient: false });
    expect(login.steps.map(({ name, decision }) => `${name} ${decision}`)).toEqual(
      expect.arrayContaining(['auth-cookie attempted', 'auth-username-password-form success', 'forms success']),
    );
    const promise = expect.objectContaining({ processKill: 'kept' });
    expect(login.receipt?.records).toEqual([
      { type: 'session', id: login.sessionId, store: 's', promise, expiresAt: expect.stringMatching(/^\d{4}-/) },
    ]);
  });

  it('shows why a login failed, of a browser and without pages, and holds nothing that was typed', async () => {
    await form('Wr0ng-secret-1');
    const browser = await newest('&outcome=failure');
    expect(browser).toMatchObject({ type: 'LOGIN_ERROR', error: 'invalid_user_credentials', receipt: null });
    expect(browser.steps.at(-1)).toMatchObject({ name: 'auth-username-password-form', decision: 'challenge' });
    await grant('kept', 'app', 'Wr0ng-secret-2');
    const direct = await newest('&outcome=failure');
    expect(direct.steps.at(-1)).toMatchObject({
      name: 'direct-grant-validate-password',
      decision: 'failed',
      why: 'invalid_user_credentials',
    });
    expect(JSON.stringify([browser, direct])).not.toMatch(/Wr0ng|ann-pw/);
  });

  it('counts transient logins and the writes they saved', async () => {
    const before = (await anteroom<{ transient: { logins: number; writesSaved: number } }>('/logins')).json.transient;
    await grant('kept', 'kiosk');
    expect(await newest('&outcome=transient')).toMatchObject({
      transient: true,
      sessionId: null,
      receipt: { writesSaved: 1, records: [] },
    });
    const after = (await anteroom<{ transient: { logins: number; writesSaved: number } }>('/logins')).json.transient;
    expect(after).toEqual({ logins: before.logins + 1, writesSaved: before.writesSaved + 1 });
  });

  it('writes one row more than the event, in the same unit; a realm without events writes neither', async () => {
    const rows = async (): Promise<number> => {
      const { db } = server.core.database.connection;
      return Number(((await db.raw('select total_changes() as n')) as { n: number }[])[0]?.n);
    };
    const cost = async (realm: string, clientId: string) => {
      const before = await rows();
      await grant(realm, clientId);
      return (await rows()) - before;
    };
    await cost('silent', 'kiosk');
    expect([await cost('silent', 'kiosk'), await cost('kept', 'kiosk')]).toEqual([0, 2]);
    expect((await anteroom<{ logins: unknown[] }>('/logins', 'silent')).json.logins).toEqual([]);
  });

  describe('the receipt of a session', () => {
    const verify = async (sid: string) =>
      (await anteroom<{ holds: boolean; findings: { why: string }[] }>(`/sessions/${sid}/receipt`)).json;

    it('holds while the session is there, and when something known has ended it', async () => {
      const { session_state: sid } = await grant('kept', 'app');
      expect(await verify(sid)).toMatchObject({ holds: true, findings: [{ ok: true, why: 'it is there, at version 1' }] });
      const user = (await server.admin('GET', '/kept/users?username=ann')).json as { id: string }[];
      await server.admin('PUT', '/kept', { adminEventsEnabled: true });
      await server.admin('DELETE', `/kept/sessions/${sid}`);
      expect((await verify(sid)).findings[0]?.why).toMatch(/^it was ended: an administrator/);
      expect(user).toHaveLength(1);
    });

    it('does not hold when the record is gone and nobody knows why', async () => {
      const { session_state: sid } = await grant('kept', 'app');
      const realm = await server.core.directory.realms.findByName('kept');
      await server.core.store.delete({ type: 'session', realmId: realm!.id, id: sid });
      expect(await verify(sid)).toMatchObject({ holds: false, findings: [{ ok: false }] });
      expect((await anteroom('/sessions/s.unknown/receipt')).status).toBe(404);
    });
  });

  it('simulates what a login then decides, and writes nothing', async () => {
    const { db } = server.core.database.connection;
    const changes = async () => ((await db.raw('select total_changes() as n')) as { n: number }[])[0]?.n;
    await server.token();
    const token = await server.token();
    const before = await changes();
    const answer = await fetch(`${server.base}/admin/anteroom/realms/kept/flows/simulate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ client: 'app', user: 'ann' }),
    });
    expect(await changes()).toBe(before);
    const simulated = (await answer.json()) as Login & { outcome: string };
    await form(ANN.password);
    const real = await newest();
    const decided = ({ steps }: Login) => steps.map(({ name, decision, why }) => [name, decision, why]);
    expect([simulated.outcome, decided(simulated)]).toEqual(['complete', decided(real)]);
  });

  it('forgets a login with its event', async () => {
    await server.admin('DELETE', '/kept/events');
    expect((await anteroom<{ logins: unknown[] }>('/logins')).json.logins).toEqual([]);
  });
});
