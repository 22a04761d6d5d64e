import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { formBody, send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { rounds } from '../src/rounds.ts';
import { ADMIN, type RunningServer } from '../src/server.ts';
import { refresh } from '../src/tokens.ts';
import { Line, type LineAnswer } from '../src/workers/line.ts';
import { callersOf, isRunning, managementOf, until, workersOf } from '../src/workers/processes.ts';

const ROUNDS = rounds(40);
const FRESH_READS = 6;

let installation: Installation;
let node: RunningServer;
let admin: AdminClient;

beforeAll(async () => {
  installation = await createInstallation({ database: 'postgres', sessions: 'sql' });
  node = await installation.startNode({ port: installation.port, workers: 2 });
  admin = new AdminClient(node);
  await createDemoRealm(admin);
}, 120_000);
afterAll(() => installation?.stop());

const readMark = async (line: Line): Promise<number> => {
  const { text } = await line.send(`/realms/${DEMO}`);
  return (JSON.parse(text) as { 'tokens-not-before': number })['tokens-not-before'];
};
const writeMark = (notBefore: number) => admin.must('PUT', `/${DEMO}`, { notBefore });

describe('a node of two workers', () => {
  it('shows an acknowledged change of configuration to the next request, whichever worker it meets', async () => {
    const kept = [Line.kept(node.local), Line.kept(node.local)];
    const stale: string[] = [];
    for (let mark = 1; mark <= ROUNDS; mark += 1) {
      await writeMark(mark);
      const lines = [...kept, ...Array.from({ length: FRESH_READS }, () => Line.fresh(node.local))];
      const found = await Promise.all(lines.map(readMark));
      stale.push(...found.filter((one) => one !== mark).map((one) => `round ${mark}: ${one}`));
    }
    process.stderr.write(`${ROUNDS} changes, ${ROUNDS * (FRESH_READS + 2)} reads over two workers, ${stale.length} stale\n`);
    expect(stale).toEqual([]);
    for (const line of kept) line.close();
  }, 600_000);

  it('does not answer from an old copy in a worker that hung while something changed', async () => {
    const [frozen] = workersOf(node) as [number];
    const lines = [Line.kept(node.local), Line.kept(node.local)] as const;
    await Promise.all(lines.map(readMark));
    process.kill(frozen, 'SIGSTOP');
    const asked = lines.map((line) => readMark(line));
    // Only the worker that runs can answer this: the other connection belongs to the one that hangs.
    const alive = await Promise.race(asked.map(async (answer, index) => answer.then(() => index)));
    const other = lines[1 - alive] as Line;
    const headers = { authorization: `Bearer ${await tokenOn(lines[alive] as Line)}`, 'content-type': 'application/json' };
    const written = await (lines[alive] as Line).send(`/admin/realms/${DEMO}`, { method: 'PUT', headers, body: '{"notBefore":77}' });
    process.kill(frozen, 'SIGCONT');
    expect(written.status).toBe(204);
    await asked[1 - alive];
    expect(await readMark(other)).toBe(77);
    for (const line of lines) line.close();
  }, 180_000);

  it('adds up the metrics of its workers and says how each dependency does', async () => {
    const health = await send(`${managementOf(node)}/health/ready`);
    expect(health.json).toEqual({
      status: 'UP',
      checks: [
        { name: 'database', status: 'UP' },
        { name: 'session store', status: 'UP' },
        { name: 'workers', status: 'UP' },
      ],
    });
    const count = async () => {
      const { text } = await send(`${managementOf(node)}/metrics`);
      return Number(
        /^anteroom_http_request_seconds_count\{route="\/realms\/\{realm\}\/",method="GET",status="200"\} (\d+)$/m.exec(text)?.[1],
      );
    };
    const before = await count();
    await Promise.all(Array.from({ length: 6 }, () => Line.fresh(node.local).send(`/realms/${DEMO}`)));
    expect((await count()) - before).toBe(6);
  });

  it('loses the requests that a killed worker had, nothing else, and nothing that it acknowledged', async () => {
    const [victim] = workersOf(node) as [number];
    const lines = Array.from({ length: 8 }, () => Line.kept(node.local));
    const acknowledged: string[] = [];
    const wrong: string[] = [];
    const cut = new Map<Line, string[]>();
    let done = false;
    const load = lines.map(async (line) => {
      while (!done) {
        await login(line).then(
          ({ status, text }) => {
            if (status === 200) acknowledged.push((JSON.parse(text) as { refresh_token: string }).refresh_token);
            // A machine that is too busy may make it say "later"; it may say nothing else.
            else if (status !== 503) wrong.push(`${status} ${text}`);
          },
          (error: unknown) => cut.set(line, [...(cut.get(line) ?? []), String(error)]),
        );
      }
    });
    let ofVictim: ReadonlySet<Line> = new Set();
    try {
      await until('some logins', () => acknowledged.length > 30);
      const callers = callersOf(victim);
      ofVictim = new Set(lines.filter((line) => callers.has(line.port ?? 0)));
      process.kill(victim, 'SIGKILL');
      await until('another worker', () => workersOf(node).length === 2 && !workersOf(node).includes(victim));
      const mark = acknowledged.length;
      await until('logins after that', () => acknowledged.length > mark + 30);
    } finally {
      done = true;
      await Promise.all(load);
    }
    process.stderr.write(
      `a worker killed under load: ${acknowledged.length} logins acknowledged, ${cut.size} requests cut of ${ofVictim.size} connections it had\n`,
    );
    expect(wrong).toEqual([]);
    expect([...cut].filter(([line]) => !ofVictim.has(line)).map(([, errors]) => errors)).toEqual([]);
    // And one new connection at most that was on its way to the worker while the machine was taking it apart.
    expect([...cut.values()].flat().length).toBeLessThanOrEqual(ofVictim.size + 1);
    for (const token of acknowledged) {
      const answer = await refresh(node, DEMO, token, SHOP);
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('refresh_token')]);
    }
    for (const line of lines) line.close();
  }, 180_000);

  it('is gone with its primary, and its port is free', async () => {
    const own = await installation.startNode({ workers: 2 });
    const workers = workersOf(own);
    expect(workers).toHaveLength(2);
    await own.kill();
    await until('the end of the workers', () => !workers.some(isRunning));
    const port = Number(new URL(own.local).port);
    await new Promise<void>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', reject);
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
    });
  }, 180_000);

  it('ends at the second signal, workers and all', async () => {
    const own = await installation.startNode({ workers: 2, env: { ANTEROOM_SHUTDOWN_DELAY: '600' } });
    const workers = workersOf(own);
    own.process.kill('SIGTERM');
    await until('the first signal', () => own.output().includes('server.stopping'));
    own.process.kill('SIGTERM');
    expect(await own.exited).toBe(1);
    await until('the end of the workers', () => !workers.some(isRunning));
  }, 180_000);
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function login(line: Line): Promise<LineAnswer> {
  const body = formBody({ grant_type: 'password', username: 'ann', password: DEMO_PASSWORD, ...SHOP });
  return line.send(`/realms/${DEMO}/protocol/openid-connect/token`, { method: 'POST', headers: FORM, body });
}

async function tokenOn(line: Line): Promise<string> {
  const body = formBody({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN });
  const { text } = await line.send('/realms/master/protocol/openid-connect/token', { method: 'POST', headers: FORM, body });
  return (JSON.parse(text) as { access_token: string }).access_token;
}
