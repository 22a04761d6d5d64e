import { type Nginx, startNginx } from '@anteroom/testkit/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { createInstallation, freePort, type Installation } from '../src/installation/installation.ts';
import { type Caller, createCaller } from '../src/proxy/caller.ts';
import { documentedNginx } from '../src/proxy/documented-nginx.ts';
import { rounds } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';

/** How often each of the two is replaced. */
const ROLLS = rounds(1);

describe('two nodes behind nginx', () => {
  let installation: Installation;
  let nginx: Nginx;
  let client: Caller;
  let base: string;
  const ports: number[] = [];
  const nodes: RunningServer[] = [];
  const start = async (at: number) => {
    nodes[at] = await installation.startNode({
      port: ports[at] ?? 0,
      env: { ANTEROOM_HOSTNAME: base, ANTEROOM_PROXY_HEADERS: 'xforwarded', ANTEROOM_SHUTDOWN_DELAY: '1' },
    });
  };

  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'sql' });
    ports.push(await freePort(), await freePort());
    nginx = await startNginx(documentedNginx([ports[0] ?? 0, ports[1] ?? 0]));
    base = `https://localhost:${nginx.port}`;
    client = createCaller({ ca: nginx.ca, from: '127.0.0.9' });
    for (const at of [0, 1]) await start(at);
    await createDemoRealm(new AdminClient(nodes[0] as RunningServer));
  }, 120_000);
  afterAll(async () => {
    client?.close();
    await nginx?.stop();
    await installation?.stop();
  });

  it('answer every request of callers that never pause while they are replaced one after the other', async () => {
    const failed: string[] = [];
    let answers = 0;
    let running = true;
    const endpoint = (path: string) => `${base}/realms/${DEMO}/protocol/openid-connect/${path}`;
    const call = async (what: string, url: string, request: Parameters<Caller['send']>[1]) => {
      const answer = await client.send(url, request).catch((error: unknown) => ({ status: 0, text: String(error), json: {} }));
      answers += 1;
      if (answer.status !== 200) failed.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
      return (answer.json ?? {}) as Readonly<Record<string, string>>;
    };
    const caller = async () => {
      while (running) {
        const grant = { grant_type: 'password', username: 'ben', password: DEMO_PASSWORD, ...SHOP };
        const { access_token: token = '', refresh_token = '' } = await call('login', endpoint('token'), { method: 'POST', form: grant });
        await call('introspection', endpoint('token/introspect'), { method: 'POST', form: { token, ...SHOP } });
        await call('refresh', endpoint('token'), { method: 'POST', form: { grant_type: 'refresh_token', refresh_token, ...SHOP } });
        await call('keys', endpoint('certs'), {});
      }
    };
    const enough = async (more: number) => {
      const wanted = answers + more;
      while (answers < wanted && failed.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const callers = Array.from({ length: 6 }, caller);
    for (let roll = 0; roll < ROLLS; roll += 1) {
      for (const at of [0, 1]) {
        await enough(30);
        expect(await nodes[at]?.stop()).toBe(0);
        await enough(30);
        await start(at);
      }
    }
    await enough(30);
    running = false;
    await Promise.all(callers);
    process.stderr.write(`${2 * ROLLS} nodes replaced under ${answers} answers, ${failed.length} failed\n`);
    expect(failed).toEqual([]);
  }, 600_000);
});
