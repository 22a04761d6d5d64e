import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { formBody, send } from '../src/http-client.ts';
import { createInstallation, type Installation, type InstallationOptions } from '../src/installation/installation.ts';
import type { RunningServer } from '../src/server.ts';

const token = (node: RunningServer, form: Readonly<Record<string, string>>) =>
  send(`${node.local}/realms/${DEMO}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: formBody({ ...form, ...SHOP }),
  });
const refreshed = (node: RunningServer, refresh: string) => token(node, { grant_type: 'refresh_token', refresh_token: refresh });
const refreshOf = ({ json }: { readonly json: unknown }) => (json as { readonly refresh_token: string }).refresh_token;

/** The node, and whatever keeps its sessions, ended at once and started again. */
function restarts(options: InstallationOptions): void {
  let installation: Installation;
  let node: RunningServer;

  beforeAll(async () => {
    installation = await createInstallation({ ...options, patience: 10_000 });
    node = await installation.startNode({ port: installation.port });
    await createDemoRealm(new AdminClient(node), { revokeRefreshToken: true, refreshTokenMaxReuse: 0 });
  }, 180_000);
  afterAll(() => installation?.stop());

  it('D002: a rotated token is refused after a restart of the server and its stores, and the one in force is taken', async () => {
    const logins = await Promise.all(
      [0, 1].map(() => token(node, { grant_type: 'password', username: 'ann', password: DEMO_PASSWORD, scope: 'openid' })),
    );
    const [rotated = '', untouched = ''] = logins.map(refreshOf);
    const inForce = refreshOf(await refreshed(node, rotated));

    await node.kill();
    await installation.store.redis?.restart();
    await installation.postgres?.restart();
    node = await installation.startNode({ port: installation.port });

    const going = await refreshed(node, inForce);
    expect(going.status).toBe(200);
    const replayed = await refreshed(node, rotated);
    expect([replayed.status, (replayed.json as { error: string }).error]).toEqual([400, 'invalid_grant']);
    // The replay of a stolen token ends what came of it, and nothing else.
    expect((await refreshed(node, refreshOf(going))).status).toBe(400);
    expect((await refreshed(node, untouched)).status).toBe(200);
  }, 180_000);
}

describe('refresh tokens across a restart', () => {
  describe('with sessions in SQLite', () => restarts({ database: 'sqlite', sessions: 'sql' }));
  describe('with sessions in PostgreSQL', () => restarts({ database: 'postgres', sessions: 'sql' }));
  describe('with sessions in Redis', () => restarts({ database: 'postgres', sessions: 'redis' }));
});
