import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { keyOf } from '../src/mailed-links.ts';
import { type RunningServer, removeDataDir, runCommand, startServer } from '../src/server.ts';
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

it('a link for a new password is had on the command line, without any mail', async () => {
  const options = { dataDir: server.dataDir, port: Number(new URL(server.local).port) };
  const printed = await runCommand(['user', 'reset-link', 'ann@demo.test', '--realm', DEMO, '--json'], options);
  expect([printed.code, printed.stderr.includes('action-token')]).toEqual([0, false]);
  const { url } = JSON.parse(printed.stdout) as { url: string };
  expect((await send(url)).status).toBe(200);
  const form = { key: keyOf(url), execution: 'UPDATE_PASSWORD', 'password-new': 'Printed-pw-2026', 'password-confirm': 'Printed-pw-2026' };
  const post = () => send(url.split('?')[0]!, { method: 'POST', form });
  expect([(await post()).status, (await post()).status]).toEqual([200, 400]);
  expect((await passwordGrant(server, DEMO, 'ann', 'Printed-pw-2026', SHOP)).status).toBe(200);
  const missing = await runCommand(['user', 'reset-link', 'nobody', '--realm', DEMO], options);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('there is no user nobody in realm demo')]);
}, 60_000);
