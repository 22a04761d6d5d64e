import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

const sockets = new Set<Socket>();
/** Takes every connection and never says a word. */
const mute = createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
});
let server: RunningServer;
let admin: AdminClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as import('node:net').AddressInfo;
  server = await startServer({ env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' } });
  admin = new AdminClient(server);
  await createDemoRealm(admin);
}, 60_000);

afterAll(async () => {
  await server?.kill();
  for (const socket of sockets) socket.destroy();
  mute.close();
  if (server !== undefined) removeDataDir(server.dataDir);
});

it('a mail server that hangs holds up neither the call that mails nor a login', async () => {
  const { id } = await admin.findUser(DEMO, 'ben');
  const calls: number[] = [];
  const logins: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    let at = performance.now();
    await admin.must('PUT', `/${DEMO}/users/${id}/execute-actions-email`, ['UPDATE_PASSWORD']);
    calls.push(performance.now() - at);
    at = performance.now();
    expect((await passwordGrant(server, DEMO, 'ann', DEMO_PASSWORD, SHOP)).status).toBe(200);
    logins.push(performance.now() - at);
  }
  // It is being talked to all the while.
  expect(sockets.size).toBeGreaterThan(0);
  const queue = (await admin.at(`${server.local}/admin/anteroom/realms/${DEMO}/mail`)).json as { messages: { state: string }[] };
  expect(queue.messages.some(({ state }) => state === 'sent')).toBe(false);
  const longest = (list: readonly number[]) => Math.round(Math.max(...list));
  process.stderr.write(`slow mail server: ${JSON.stringify({ call: longest(calls), login: longest(logins) })} ms at most\n`);
}, 60_000);
