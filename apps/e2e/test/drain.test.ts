import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { formBody, send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import type { RunningServer } from '../src/server.ts';
import { Line } from '../src/workers/line.ts';
import { managementOf, until } from '../src/workers/processes.ts';

const TOKENS = `/realms/${DEMO}/protocol/openid-connect/token`;
const LOGIN = formBody({ grant_type: 'password', username: 'ann', password: DEMO_PASSWORD, ...SHOP });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A node that is asked to stop while callers behind a load balancer use it: they stop when it says that it is not ready. */
function drains(workers: number): void {
  let installation: Installation;
  let node: RunningServer;

  beforeAll(async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'sql' });
    node = await installation.startNode({ port: installation.port, workers, env: { ANTEROOM_SHUTDOWN_DELAY: '4' } });
    await createDemoRealm(new AdminClient(node));
  }, 180_000);
  afterAll(() => installation?.stop());

  it('answers everything it took and takes nothing more', async () => {
    let ready = true;
    let answered = 0;
    const wrong: string[] = [];
    const callers = Array.from({ length: 8 }, async (_, index) => {
      const line = index % 2 === 0 ? Line.kept(node.local) : Line.fresh(node.local);
      while (ready) {
        await line.send(TOKENS, { method: 'POST', headers: FORM, body: LOGIN }).then(
          ({ status, text }) => (status === 200 ? answered++ : wrong.push(`${status} ${text}`)),
          (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED' || wrong.push(String(error)),
        );
      }
      line.close();
    });
    const slow = await beginRequest(node);
    await until('some logins', () => answered > 30);

    node.process.kill('SIGTERM');
    await until('it says that it is not ready', async () => (await send(`${managementOf(node)}/health/ready`)).status === 503);
    const whileStopping = await Line.fresh(node.local).send(TOKENS, { method: 'POST', headers: FORM, body: LOGIN });
    expect([whileStopping.status, whileStopping.headers.connection]).toEqual([200, 'close']);
    ready = false;
    await Promise.all(callers);
    await until('new connections are refused', () => isRefused(node));
    expect(await slow.finish()).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nconnection: close\r\n[\s\S]*refresh_token/i);
    expect(await node.exited).toBe(0);
    process.stderr.write(`SIGTERM to ${workers} worker(s) under load: ${answered} logins answered, ${wrong.length} failed\n`);
    expect(wrong).toEqual([]);
  }, 180_000);
}

describe('SIGTERM', () => {
  describe('to one process', () => drains(1));
  describe('to a node of two workers', () => drains(2));
});

/** A login of which the server has the head and half of the body. */
async function beginRequest(node: RunningServer): Promise<{ finish(): Promise<string> }> {
  const socket: Socket = connect(Number(new URL(node.local).port), '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    answer += text;
  });
  const closed = once(socket, 'close');
  const head = `POST ${TOKENS} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${FORM['content-type']}\r\ncontent-length: ${LOGIN.length}\r\n\r\n`;
  socket.write(head + LOGIN.slice(0, 10));
  return {
    finish: async () => {
      socket.write(LOGIN.slice(10));
      await closed;
      return answer;
    },
  };
}

async function isRefused(node: RunningServer): Promise<boolean> {
  const socket = connect(Number(new URL(node.local).port), '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}
