import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { MailSink } from '../src/mail-sink.ts';
import { keyOf, mailPasswordLink } from '../src/mailed-links.ts';
import { readPage } from '../src/page.ts';
import type { RunningServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

let installation: Installation;
let server: RunningServer;
let sink: MailSink;
let admin: AdminClient;

beforeAll(async () => {
  sink = await MailSink.listen();
  installation = await createInstallation({
    database: 'sqlite',
    sessions: 'memory',
    env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' },
  });
  server = await installation.startNode({ port: installation.port });
  admin = new AdminClient(server);
  await createDemoRealm(admin);
}, 60_000);

afterAll(async () => {
  await installation?.stop();
  await sink?.close();
});

interface KeyState {
  readonly algorithm: string;
  readonly kid: string;
  readonly status: string;
}

const ours = (path: string) => `${server.local}/admin/anteroom/realms/${DEMO}${path}`;
const open = (link: string) => send(link.replace(installation.base, server.local));
const complete = async (link: string, password: string) =>
  send(`${server.local}/realms/${DEMO}/login-actions/action-token`, {
    method: 'POST',
    form: { key: keyOf(link), execution: 'UPDATE_PASSWORD', 'password-new': password, 'password-confirm': password },
  });
const kidOf = (link: string) => (JSON.parse(Buffer.from(keyOf(link).split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
const secretKeys = async () =>
  ((await admin.at(ours('/keys'))).json as readonly KeyState[]).filter(({ algorithm }) => algorithm === 'HS512');

/** Publishes a successor of the key of mailed links and waits until it signs. */
async function rotate(): Promise<void> {
  const [before] = (await secretKeys()).filter(({ status }) => status === 'ACTIVE');
  expect((await admin.at(ours('/keys/rotate'), 'POST', { algorithms: ['HS512'], publishFor: 3 })).status).toBe(200);
  const signs = async () => (await secretKeys()).find(({ status }) => status === 'ACTIVE')?.kid;
  while ([before?.kid, undefined].includes(await signs())) await new Promise((resolve) => setTimeout(resolve, 200));
}

describe('mailed links while the key that signs them changes', () => {
  it('work for as long as the old key is kept, and are refused when it is switched off or deleted', async () => {
    const ann = await mailPasswordLink(admin, sink, 'ann');
    await rotate();
    const ben = await mailPasswordLink(admin, sink, 'ben');
    expect(kidOf(ben)).not.toBe(kidOf(ann));
    await rotate();

    // Two rotations later the first link opens and is finished.
    expect((await open(ann)).status).toBe(200);
    expect(readPage((await complete(ann, 'Rotated-pw-2026')).text).text).toContain('Your account has been updated.');
    expect((await passwordGrant(server, DEMO, 'ann', 'Rotated-pw-2026', SHOP)).status).toBe(200);

    const { keys } = (await admin.must('GET', `/${DEMO}/keys`)).json as { keys: readonly { kid: string; providerId: string }[] };
    const { providerId } = keys.find(({ kid }) => kid === kidOf(ben))!;
    const provider = (await admin.must('GET', `/${DEMO}/components/${providerId}`)).json as { config: object };
    const put = (enabled: string) =>
      admin.must('PUT', `/${DEMO}/components/${providerId}`, { ...provider, config: { ...provider.config, enabled: [enabled] } });
    await put('false');
    const refused = await open(ben);
    expect([refused.status, readPage(refused.text).text]).toEqual([400, expect.stringContaining('incomplete or damaged')]);
    await put('true');
    expect((await open(ben)).status).toBe(200);
    await admin.must('DELETE', `/${DEMO}/components/${providerId}`);
    expect((await open(ben)).status).toBe(400);
    expect((await complete(ben, 'Stolen-pw-2026')).status).toBe(400);
    expect((await passwordGrant(server, DEMO, 'ben', DEMO_PASSWORD, SHOP)).status).toBe(200);

    // The same link, mailed again, is signed with the key of now.
    const { id } = await admin.findUser(DEMO, 'ben');
    const [row] = ((await admin.at(ours(`/users/${id}/links`))).json as { links: readonly { id: string }[] }).links;
    expect((await admin.at(ours(`/links/${row!.id}/resend`), 'POST')).status).toBe(204);
    const again = await sink.mailTo('ben@demo.test');
    const [link] = /https?:\/\/\S+action-token\?key=[^\s"<>]+/.exec(again.text)!;
    expect((await complete(link, 'Rotated-pw-2026')).status).toBe(200);
  }, 120_000);
});
