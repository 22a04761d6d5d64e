import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { inParallel } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';

const CALLS = Number(process.env.ANTEROOM_TEST_LINKS ?? 30);
const REALM = 'crowd';
let installation: Installation;
let server: RunningServer;
let admin: AdminClient;

beforeAll(async () => {
  installation = await createInstallation({ database: 'postgres', sessions: 'sql', env: {} });
  server = await installation.startNode({ port: installation.port });
  admin = new AdminClient(server);
  await admin.must('POST', '', {
    realm: REALM,
    enabled: true,
    adminEventsEnabled: true,
    users: Array.from({ length: CALLS }, (_, index) => ({ username: `user-${index}`, enabled: true, email: `user-${index}@demo.test` })),
  });
}, 240_000);

afterAll(async () => {
  await installation?.stop();
});

it('an admin call that mails a link writes link, mail and event in one transaction', async () => {
  const users = (await admin.must('GET', `/${REALM}/users?max=${CALLS}`)).json as { id: string }[];
  /** Rows that one transaction wrote have one `xmin`. */
  const counted = () => {
    const asked = `select count(*), count(distinct xmin::text), (select count(*) from admin_event where xmin::text in (select xmin::text from action_link)) from action_link`;
    const { stdout, stderr } = spawnSync('psql', [installation.postgres!.url, '-Atc', asked], { encoding: 'utf8' });
    if (stderr !== '') throw new Error(stderr);
    const [links, transactions, events] = stdout.trim().split('|').map(Number);
    return { links, transactions, events };
  };
  const took: number[] = [];
  const begun = performance.now();
  await inParallel(users.length, 16, async (index) => {
    const at = performance.now();
    await admin.must('PUT', `/${REALM}/users/${users[index]!.id}/execute-actions-email`, ['UPDATE_PASSWORD']);
    took.push(performance.now() - at);
  });
  const seconds = (performance.now() - begun) / 1000;
  const sorted = [...took].sort((a, b) => a - b);
  const figures = {
    perSecond: Math.round(CALLS / seconds),
    p50: Math.round(sorted[sorted.length >> 1]!),
    p99: Math.round(sorted[Math.ceil(sorted.length * 0.99) - 1]!),
  };
  process.stderr.write(`action mails: ${JSON.stringify({ calls: CALLS, ...figures })}\n`);
  expect(counted()).toEqual({ links: CALLS, transactions: CALLS, events: CALLS });
}, 300_000);
