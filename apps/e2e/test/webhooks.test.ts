import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { send } from '../src/http-client.ts';
import { ADMIN, newDataDir, type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

jest.setTimeout(180_000);

const PEOPLE = 50;
/** Of each of them: made, and changed so many times. */
const STEPS = 9;

interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly type: string;
  readonly event: { readonly id: string; readonly resourcePath: string; readonly representation?: string };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

describe('webhooks', () => {
  const dataDir = newDataDir();
  const file = join(dataDir, 'received');
  let server: RunningServer;
  let admin: AdminClient;
  let port: number;
  let receiver: ChildProcess | null = null;
  let hook: { readonly id: string; readonly secret: string };

  const startReceiver = async (status = '200') => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src/webhook-receiver.mjs'), String(port), file, status], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    receiver = child;
  };
  const killReceiver = async () => {
    const ended = new Promise((resolve) => receiver?.once('exit', resolve));
    receiver?.kill('SIGKILL');
    await ended;
    receiver = null;
  };
  const received = (): readonly Delivery[] =>
    (existsSync(file) ? readFileSync(file, 'utf8') : '')
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const { headers, body } = JSON.parse(line) as { headers: Record<string, string>; body: string };
        return { ...(JSON.parse(body) as Delivery), headers, body };
      });
  /** Looks until something holds; the server delivers by itself. */
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const hooks = async (method: string, path: string, json?: unknown) => {
    const token = (await passwordGrant(server, 'master', ADMIN.username, ADMIN.password, { client_id: 'admin-cli' })).json.access_token;
    const answer = await send(`${server.local}/admin/anteroom/realms/shop/webhooks${path}`, {
      method,
      headers: { authorization: `Bearer ${String(token)}` },
      ...(json === undefined ? {} : { json }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  };
  const standing = async () => (await hooks('GET', `/${hook.id}`)) as { state: { waiting: number; dead: number } };

  beforeAll(async () => {
    port = await freePort();
    server = await startServer({ dataDir });
    admin = new AdminClient(server);
    await admin.must('POST', '', { realm: 'shop', enabled: true, adminEventsDetailsEnabled: true, eventsEnabled: true });
    hook = (await hooks('POST', '', {
      url: `http://localhost:${port}/events`,
      events: ['admin.USER-CREATE', 'admin.USER-UPDATE'],
    })) as typeof hook;
  }, 60_000);
  afterAll(async () => {
    receiver?.kill('SIGKILL');
    await server?.stop();
    removeDataDir(dataDir);
  });

  it('reach a receiver that is killed and started again during 500 events: all of them, in order for each user, each at least once', async () => {
    await startReceiver();
    const made: string[][] = [];
    const person = async (number: number) => {
      const steps: string[] = [];
      const { headers } = await admin.must('POST', '/shop/users', { username: `person-${number}`, firstName: 'step 0', enabled: true });
      const id = headers.get('location')?.split('/').at(-1);
      steps.push(`users/${id} step 0`);
      for (let step = 1; step <= STEPS; step += 1) {
        await admin.must('PUT', `/shop/users/${id}`, { firstName: `step ${step}` });
        steps.push(`users/${id} step ${step}`);
      }
      made.push(steps);
    };
    const work = (async () => {
      for (let from = 0; from < PEOPLE; from += 5) await Promise.all([0, 1, 2, 3, 4].map((more) => person(from + more)));
    })();
    for (const part of [0.2, 0.5]) {
      await until(() => received().length > PEOPLE * (STEPS + 1) * part);
      await killReceiver();
      await startReceiver();
    }
    await work;
    await until(async () => (await standing()).state.waiting === 0);

    const deliveries = received();
    expect(deliveries.length).toBeGreaterThanOrEqual(PEOPLE * (STEPS + 1));
    const first = new Map(deliveries.toReversed().map((delivery) => [delivery.event.id, delivery]));
    // As they came the first time.
    const inOrder = [...new Set(deliveries.map(({ event }) => event.id))].map((id) => first.get(id)!);
    const stepsOf = (id: string) =>
      inOrder
        .filter(({ event }) => event.resourcePath === id)
        .map(({ event }) => `${id} ${(JSON.parse(event.representation ?? '{}') as { firstName: string }).firstName}`);
    expect(made).toHaveLength(PEOPLE);
    for (const steps of made) expect(stepsOf(steps[0]!.split(' ')[0]!)).toEqual(steps);
  });

  it('are signed as Standard Webhooks says, and hold no secret', async () => {
    const [{ headers, body }] = received() as [Delivery];
    const key = Buffer.from(hook.secret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
    expect([headers['webhook-signature'], headers['webhook-id']]).toEqual([`v1,${signature}`, (JSON.parse(body) as Delivery).event.id]);
    expect(JSON.stringify(await hooks('GET', ''))).not.toContain(hook.secret);
  });

  it('are delivered again by a replay', async () => {
    const before = received().length;
    await hooks('POST', `/${hook.id}/replay`, { from: '2020-01-01T00:00:00Z' });
    await until(async () => (await standing()).state.waiting === 0);
    expect(
      new Set(
        received()
          .slice(before)
          .map(({ event }) => event.id),
      ),
    ).toEqual(
      new Set(
        received()
          .slice(0, before)
          .map(({ event }) => event.id),
      ),
    );
  });

  it('wait while the receiver refuses, survive a kill of the server, and tell of logins in the words of Keycloak', async () => {
    await hooks('PUT', `/${hook.id}`, { events: ['access.*'] });
    await killReceiver();
    await startReceiver('500');
    const before = received().length;
    await passwordGrant(server, 'shop', 'nobody', 'wrong', { client_id: 'admin-cli' });
    await until(() => received().length > before);
    await server.kill();
    await killReceiver();
    await startReceiver();
    server = await startServer({ dataDir });
    const accepted = received().length;
    await until(() => received().length > accepted);
    expect(received().at(-1)).toMatchObject({
      type: 'access.LOGIN_ERROR',
      realm: 'shop',
      event: { type: 'LOGIN_ERROR', error: expect.any(String) },
    });
    expect(received().at(-1)?.event.id).toBe(received()[before]?.event.id);
  });
});
