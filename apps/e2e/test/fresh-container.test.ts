import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { codeFlow, openForm, postForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, DESK, SHOP } from '../src/demo-realm.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { MailSink } from '../src/mail-sink.ts';
import { newDataDir, removeDataDir, runCommand } from '../src/server.ts';
import { passwordGrant, refresh } from '../src/tokens.ts';

const NEW_PASSWORD = 'New-demo-pw-2026';
let installation: Installation;
let sink: MailSink;

beforeAll(async () => {
  sink = await MailSink.listen();
  installation = await createInstallation({
    database: 'postgres',
    sessions: 'sql',
    env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' },
  });
}, 120_000);

afterAll(async () => {
  await installation?.stop();
  await sink?.close();
});

describe('a container that comes up with the same database and nothing else', () => {
  it('honours everything that its predecessor acknowledged, mailed links and half-finished logins included', async () => {
    const dataDir = newDataDir();
    const first = await installation.startNode({ port: installation.port, dataDir });
    const admin = new AdminClient(first);
    await createDemoRealm(admin);
    const shop = () => codeFlow(first, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });

    const grant = await passwordGrant(first, DEMO, 'ann', DEMO_PASSWORD, SHOP);
    const revoked = await passwordGrant(first, DEMO, 'ann', DEMO_PASSWORD, SHOP);
    const ended = await passwordGrant(first, DEMO, 'ann', DEMO_PASSWORD, SHOP);
    const endpoint = (path: string) => `${installation.base}/realms/${DEMO}/protocol/openid-connect/${path}`;
    const introspect = async (token: unknown) =>
      ((await send(endpoint('token/introspect'), { method: 'POST', form: { token: String(token), ...SHOP } })).json as { active: boolean })
        .active;
    await send(endpoint('revoke'), { method: 'POST', form: { token: String(revoked.json.access_token), ...SHOP } });
    await send(endpoint('logout'), { method: 'POST', form: { refresh_token: String(ended.json.refresh_token), ...SHOP } });

    const browser = new CookieJar();
    const signedIn = shop();
    const { action } = await openForm(signedIn, browser);
    const code = await postForm(action!, 'ann', DEMO_PASSWORD, browser);
    const other = new CookieJar();
    const halfFinished = shop();
    const form = await openForm(halfFinished, other);

    const ben = await admin.findUser(DEMO, 'ben');
    await admin.must('PUT', `/${DEMO}/users/${ben.id}/execute-actions-email`, ['UPDATE_PASSWORD']);
    const mail = await sink.mailTo('ben@demo.test');
    const link = /https?:\/\/\S+action-token\?key=[^\s"<>]+/.exec(mail.text)![0];

    await first.kill();
    removeDataDir(dataDir);
    const fresh = newDataDir();
    const second = await installation.startNode({ port: installation.port, dataDir: fresh });

    expect(readdirSync(fresh)).toEqual([]);
    expect(await introspect(grant.json.access_token)).toBe(true);
    expect((await refresh(second, DEMO, String(grant.json.refresh_token), SHOP)).status).toBe(200);
    expect(await introspect(revoked.json.access_token)).toBe(false);
    expect((await refresh(second, DEMO, String(ended.json.refresh_token), SHOP)).status).toBe(400);
    expect((await signedIn.redeem(code)).status).toBe(200);
    const desk = codeFlow(second, DEMO, { id: DESK.client_id, secret: DESK.client_secret });
    expect((await desk.redeem((await openForm(desk, browser)).callback!)).status).toBe(200);
    expect((await halfFinished.redeem(await postForm(form.action!, 'ann', DEMO_PASSWORD, other))).status).toBe(200);

    const key = new URL(link).searchParams.get('key')!;
    const password = { execution: 'UPDATE_PASSWORD', 'password-new': NEW_PASSWORD, 'password-confirm': NEW_PASSWORD };
    const address = `${installation.base}/realms/${DEMO}/login-actions/action-token`;
    expect((await send(link)).status).toBe(200);
    expect((await send(address, { method: 'POST', form: { key, ...password } })).status).toBe(200);
    expect((await send(link)).status).toBe(400);
    expect((await passwordGrant(second, DEMO, 'ben', NEW_PASSWORD, SHOP)).status).toBe(200);
    await second.stop();
    removeDataDir(fresh);
  }, 60_000);

  it('does not start without the key, says so in one line and makes none', async () => {
    await (await installation.startNode()).stop();
    const { ANTEROOM_SECRET_KEY: _, ...env } = installation.env;
    const dataDir = newDataDir();
    const { code, stdout, stderr } = await runCommand(['start'], {
      command: 'start',
      dataDir,
      env: { ...env, ANTEROOM_HOSTNAME: installation.base },
    });
    expect(code).toBe(78);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/secret key/);
    expect(stdout).not.toMatch(/listening/);
    expect(existsSync(join(dataDir, 'secret.key'))).toBe(false);
    removeDataDir(dataDir);
  }, 60_000);

  it('does not start with another key either', async () => {
    await (await installation.startNode()).stop();
    const dataDir = newDataDir();
    const { code, stderr } = await runCommand(['start'], {
      command: 'start',
      dataDir,
      env: { ...installation.env, ANTEROOM_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'), ANTEROOM_HOSTNAME: installation.base },
    });
    expect([code, stderr.trim().split('\n').length]).toEqual([78, 1]);
    removeDataDir(dataDir);
  }, 60_000);
});
