import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { ADMIN, newDataDir, type RunningServer, removeDataDir, runCommand, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

jest.setTimeout(120_000);

const CLIENT = { client_id: 'admin-cli' };

describe('an operator with a command line', () => {
  const dataDir = newDataDir();
  let server: RunningServer;
  let admin: AdminClient;

  /** Against the running server, signed in by name and password. */
  const remote = (...args: readonly string[]) =>
    runCommand(args, {
      dataDir,
      env: { ANTEROOM_CLI_SERVER: server.local, ANTEROOM_CLI_USER: ADMIN.username, ANTEROOM_CLI_PASSWORD: ADMIN.password },
    });
  /** On the database, beside the running server. */
  const direct = (...args: readonly string[]) => runCommand(args, { dataDir });
  const anteroom = (method: string, path: string) => admin.call(method, `/../anteroom/realms/shop${path}`);
  const signsIn = async () => (await passwordGrant(server, 'shop', 'zoe', 'Zoe-pw-2026', CLIENT)).status;

  beforeAll(async () => {
    server = await startServer({ dataDir });
    admin = new AdminClient(server);
    await admin.must('POST', '', {
      realm: 'shop',
      enabled: true,
      users: [
        {
          ...{ username: 'zoe', enabled: true, email: 'zoe@shop.test', firstName: 'Zoe', lastName: 'Shop' },
          credentials: [{ type: 'password', value: 'Zoe-pw-2026' }],
        },
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    removeDataDir(dataDir);
  });

  it('lists, makes and finds by the running server and by the database alike, and one sees what the other did', async () => {
    expect((await remote('user', 'create', 'ann', '-r', 'shop', '--email', 'ann@shop.test')).stdout).toMatch(/^Made user ann/);
    const listed = await direct('user', 'list', '-r', 'shop', '--json');
    expect((JSON.parse(listed.stdout) as { username: string }[]).map(({ username }) => username)).toEqual(['ann', 'zoe']);
    expect((await direct('client', 'create', 'till', '-r', 'shop', 'publicClient=true')).code).toBe(0);
    const shown = await remote('client', 'get', 'till', '-r', 'shop');
    expect(JSON.parse(shown.stdout)).toMatchObject({ clientId: 'till', publicClient: true });
    expect((await remote('events', 'tail', '-r', 'shop', '--once')).code).toBe(0);
  });

  it('gets a line and an exit code where something is refused, and no colour', async () => {
    const nobody = await remote('user', 'get', 'nobody', '-r', 'shop');
    expect([nobody.code, nobody.stderr]).toEqual([1, 'anteroom: there is no user nobody in realm shop\n']);
    expect((await remote('user', 'list')).code).toBe(2);
    const wrong = await runCommand(['realm', 'list'], {
      dataDir,
      env: { ANTEROOM_CLI_SERVER: server.local, ANTEROOM_CLI_USER: 'admin', ANTEROOM_CLI_PASSWORD: 'wrong' },
    });
    expect([wrong.code, wrong.stderr]).toEqual([1, 'anteroom: admin cannot sign in at realm master: Invalid user credentials\n']);
    expect((await direct('realm', 'list')).stdout).not.toContain('\u001b');
    expect((await direct('doctor')).stdout).toMatch(/✔ administrators/);
  });

  it('brings back a deleted user, who signs in with the same password', async () => {
    expect(await signsIn()).toBe(200);
    expect((await remote('user', 'delete', 'zoe', '-r', 'shop')).code).toBe(0);
    expect(await signsIn()).toBe(400);
    expect((await direct('user', 'restore', 'zoe', '-r', 'shop')).stdout).toBe('User zoe is back.\n');
    expect(await signsIn()).toBe(200);
  });

  it('takes the latest change back', async () => {
    await admin.must('PUT', '/shop', { accessTokenLifespan: 77 });
    const { entries } = (await anteroom('GET', '/history?max=1')).json as { entries: { id: string; things: { fields: unknown[] }[] }[] };
    expect(entries[0]?.things[0]?.fields).toEqual([{ path: 'accessTokenLifespan', before: 300, after: 77 }]);
    expect((await anteroom('POST', `/history/${entries[0]?.id}/undo`)).status).toBe(204);
    expect((await admin.must('GET', '/shop')).json).toMatchObject({ accessTokenLifespan: 300 });
  });

  it('is not locked out by disabling the last administrator, whichever way', async () => {
    const { id } = await admin.findUser('master', ADMIN.username);
    const answer = await admin.call('PUT', `/master/users/${id}`, { enabled: false });
    expect([answer.status, answer.json]).toEqual([409, { errorMessage: expect.stringContaining('last administrator') }]);
    expect(await direct('user', 'delete', ADMIN.username, '-r', 'master')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('last administrator'),
    });
    expect((await passwordGrant(server, 'master', ADMIN.username, ADMIN.password, CLIENT)).status).toBe(200);
  });

  it('plans a file against the realm, and applies exactly that plan', async () => {
    const file = join(dataDir, 'shop.json');
    writeFileSync(file, JSON.stringify({ realm: 'shop', displayName: 'Shop', clients: [{ clientId: 'kiosk', secret: 'kiosk-secret' }] }));
    const plan = await remote('plan', file);
    expect([plan.code, plan.stdout]).toEqual([3, expect.stringMatching(/^\+ client kiosk\n/)]);
    expect(plan.stdout).not.toContain('kiosk-secret');
    const hash = /--plan (\S+)/.exec(plan.stdout)?.[1] ?? '';
    expect((await remote('apply', file, '--plan', 'another')).code).toBe(1);
    expect((await remote('apply', file)).code).toBe(2);
    expect((await direct('apply', file, '--plan', hash)).code).toBe(0);
    expect((await admin.must('GET', '/shop')).json).toMatchObject({ displayName: 'Shop' });
    expect((await direct('plan', file)).code).toBe(0);
    expect((await remote('apply', file, '--plan', hash)).code).toBe(1);
  });
});
