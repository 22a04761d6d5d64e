import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { codeFlow, openForm, postForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import {
  ADDRESSES,
  changedClaims,
  FORGED_HOSTS,
  FORGED_KEYS,
  LINK_AS,
  NOT_LINKS,
  PUBLIC_SECRETS,
  signedBy,
  WAYS_BACK,
  withClaims,
} from '../src/link-attempts.ts';
import { MailSink } from '../src/mail-sink.ts';
import { keyOf, linkIn, mailPasswordLink, nextMail } from '../src/mailed-links.ts';
import { readPage } from '../src/page.ts';
import type { RunningServer } from '../src/server.ts';
import { passwordGrant, refresh, tokenRequest } from '../src/tokens.ts';

const NEW = { 'password-new': 'Stolen-pw-2026', 'password-confirm': 'Stolen-pw-2026' };
let installation: Installation;
let server: RunningServer;
let sink: MailSink;
let admin: AdminClient;

beforeAll(async () => {
  sink = await MailSink.listen();
  installation = await createInstallation({
    database: 'sqlite',
    sessions: 'sql',
    env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' },
  });
  server = await installation.startNode({ port: installation.port });
  admin = new AdminClient(server);
  await createDemoRealm(admin, { resetPasswordAllowed: true });
  await admin.must('POST', '', { realm: 'other', enabled: true });
}, 60_000);

afterAll(async () => {
  await installation?.stop();
  await sink?.close();
});

const address = (realm: string) => `${server.local}/realms/${realm}/login-actions/action-token`;
const open = (key: string, realm = DEMO) => send(`${address(realm)}?${new URLSearchParams({ key })}`);
const complete = (key: string, realm = DEMO, more: Readonly<Record<string, string>> = {}) =>
  send(address(realm), { method: 'POST', form: { key, execution: 'UPDATE_PASSWORD', ...NEW, ...more } });
const ownPassword = async (name: string) => (await passwordGrant(server, DEMO, name, DEMO_PASSWORD, SHOP)).status;
/** Their own password again. */
const own = async (name: string) =>
  admin.must('PUT', `${await userUrl(name)}/reset-password`, { type: 'password', value: DEMO_PASSWORD, temporary: false });
const userUrl = async (name: string) => `/${DEMO}/users/${(await admin.findUser(DEMO, name)).id}`;

/** Nobody gets in by it, looking or posting. */
async function isRefused(key: string, realm = DEMO): Promise<void> {
  expect([(await open(key, realm)).status, (await complete(key, realm)).status]).toEqual([400, 400]);
}

describe('the host of a mailed link', () => {
  it('B178, D030: is the configured one, whatever the request for it says', async () => {
    for (const headers of FORGED_HOSTS) {
      const jar = new CookieJar();
      const begin = `${server.local}/realms/${DEMO}/protocol/openid-connect/forgot-credentials?client_id=shop&response_type=code&scope=openid&redirect_uri=${encodeURIComponent('http://localhost:9999/cb')}`;
      const page = await send(begin, { headers, jar });
      expect(page.text).not.toContain('evil');
    }
    for (const headers of FORGED_HOSTS) {
      const { id } = await admin.findUser(DEMO, 'ben');
      await admin.call('PUT', `/${DEMO}/users/${id}/execute-actions-email`, ['UPDATE_PASSWORD'], headers);
      const mail = await nextMail(sink, 'ben@demo.test');
      expect(linkIn(mail).startsWith(`${installation.base}/realms/${DEMO}/login-actions/action-token?key=`)).toBe(true);
      expect(`${mail.text}${mail.html}`).not.toContain('evil');
    }
  }, 60_000);
});

describe('the way back of a mailed link', () => {
  it('leads to addresses of the client alone', async () => {
    const url = await userUrl('ben');
    const answers: [string, number, string][] = [];
    for (const attempt of WAYS_BACK) {
      const query = new URLSearchParams({ client_id: 'shop', redirect_uri: attempt });
      const answer = await admin.call('PUT', `${url}/execute-actions-email?${query}`, ['UPDATE_PASSWORD']);
      answers.push([attempt, answer.status, String((answer.json as { errorMessage?: string })?.errorMessage)]);
    }
    expect(answers).toEqual(WAYS_BACK.map((attempt) => [attempt, 400, 'Invalid redirect uri.']));
    expect(sink.mails).toEqual([]);
  }, 60_000);
});

describe('a key that is not what it says', () => {
  it('B175, D035: opens nothing after any field was changed', async () => {
    const key = keyOf(await mailPasswordLink(admin, sink, 'ann'));
    const ben = await admin.findUser(DEMO, 'ben');
    const others = { anotherUser: ben.id, anotherRealm: `${installation.base}/realms/other` };
    for (const change of changedClaims(others)) await isRefused(withClaims(key, change));
    for (const forge of Object.values(FORGED_KEYS)) await isRefused(forge(key));
    expect(await ownPassword('ann')).toBe(200);
    expect((await complete(key)).status).toBe(200);
  }, 60_000);

  it('B012: is not fooled by the public key of the realm', async () => {
    const key = keyOf(await mailPasswordLink(admin, sink, 'ben'));
    const certs = (await send(`${server.local}/realms/${DEMO}/protocol/openid-connect/certs`)).json as {
      keys: { kid: string; n: string; x5c: string[] }[];
    };
    for (const { kid, n, x5c } of certs.keys) {
      const secrets = [n, x5c[0] ?? '', JSON.stringify(certs.keys)];
      expect(secrets).toHaveLength(PUBLIC_SECRETS.length);
      for (const secret of secrets) await isRefused(signedBy(secret, key, 'HS512', { kid }));
    }
  });

  it('says so in another realm than its own, and changes nothing there', async () => {
    const key = keyOf(await mailPasswordLink(admin, sink, 'ben'));
    const elsewhere = await open(key, 'other');
    expect([elsewhere.status, readPage(elsewhere.text).text]).toEqual([400, expect.stringContaining('belongs to another place')]);
    expect((await complete(key, 'other')).status).toBe(400);
    expect((await complete(key, 'master')).status).toBe(400);
    expect((await open(key)).status).toBe(200);
  });

  it('D003: is no session, access, refresh or identity token, and none of those is a link', async () => {
    const jar = new CookieJar();
    const flow = codeFlow(server, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
    const begun = await openForm(flow, jar);
    const restart = jar.get('KC_RESTART') ?? '';
    const callback = await postForm(begun.action!, 'ben', DEMO_PASSWORD, jar);
    const grant = await passwordGrant(server, DEMO, 'ben', DEMO_PASSWORD, SHOP);
    const notLinks: Readonly<Record<string, unknown>> = {
      'access token': grant.json.access_token,
      'refresh token': grant.json.refresh_token,
      'ID token': grant.json.id_token,
      'authorization code': callback.searchParams.get('code'),
      KEYCLOAK_IDENTITY: jar.get('KEYCLOAK_IDENTITY'),
      KC_RESTART: restart,
    };
    expect(Object.keys(notLinks)).toEqual(NOT_LINKS);
    for (const presented of Object.values(notLinks)) {
      expect(String(presented).length).toBeGreaterThan(20);
      await isRefused(String(presented));
    }
  }, 60_000);

  it('D003: is worth nothing anywhere but at its own address', async () => {
    const key = keyOf(await mailPasswordLink(admin, sink, 'ben'));
    const endpoint = (path: string) => `${server.local}/realms/${DEMO}/protocol/openid-connect/${path}`;
    const bearer = { headers: { authorization: `Bearer ${key}` } };
    const silent = `${endpoint('auth')}?client_id=shop&response_type=code&scope=openid&prompt=none&redirect_uri=${encodeURIComponent('http://localhost:9999/cb')}`;
    const asCookie = async (name: string) => (await send(silent, { headers: { cookie: `${name}=${key}` } })).headers.get('location');
    const code = { grant_type: 'authorization_code', code: key, redirect_uri: 'http://localhost:9999/cb', ...SHOP };
    const registration = `${server.local}/realms/${DEMO}/clients-registrations/openid-connect`;
    const answers: Readonly<Record<string, unknown>> = {
      'bearer token at userinfo': (await send(endpoint('userinfo'), bearer)).status,
      'token at introspection': (await send(endpoint('token/introspect'), { method: 'POST', form: { token: key, ...SHOP } })).json,
      'refresh token': (await refresh(server, DEMO, key, SHOP)).status,
      'authorization code': (await tokenRequest(server, DEMO, code)).status,
      'bearer token of the Admin REST': (await send(`${server.local}/admin/realms/${DEMO}`, bearer)).status,
      'initial access token of a client registration': (await send(registration, { method: 'POST', json: {}, ...bearer })).status,
      'cookie KEYCLOAK_IDENTITY': await asCookie('KEYCLOAK_IDENTITY'),
      'cookie KC_RESTART': await asCookie('KC_RESTART'),
      'cookie AUTH_SESSION_ID': await asCookie('AUTH_SESSION_ID'),
      'cookie ANTEROOM_DEVICE': await asCookie('ANTEROOM_DEVICE'),
    };
    expect(Object.keys(answers)).toEqual(LINK_AS);
    const nobody = expect.stringContaining('error=login_required');
    expect(Object.values(answers)).toEqual([401, { active: false }, 400, 400, 401, 401, nobody, nobody, nobody, nobody]);
    expect((await open(key)).status).toBe(200);
  }, 60_000);

  it('B177, D029: sets the password of its own user, whoever else is named or signed in', async () => {
    await own('ann');
    const key = keyOf(await mailPasswordLink(admin, sink, 'ben'));
    const named = {
      username: 'ann',
      user: 'ann',
      sub: 'ann',
      userId: String((await admin.findUser(DEMO, 'ann')).id),
      email: 'ann@demo.test',
    };
    expect((await complete(key, DEMO, named)).status).toBe(200);
    expect((await passwordGrant(server, DEMO, 'ben', NEW['password-new'], SHOP)).status).toBe(200);
    expect(await ownPassword('ann')).toBe(200);
    await own('ben');
  });

  it('D036: does not let its owner mark an address as verified by a form', async () => {
    const key = keyOf(await mailPasswordLink(admin, sink, 'ben', ['UPDATE_PROFILE']));
    const claims = { emailVerified: 'true', email_verified: 'true', 'attributes.emailVerified': 'true' };
    const profile = { key, execution: 'UPDATE_PROFILE', firstName: 'Ben', lastName: 'Demo', email: 'ben@elsewhere.test', ...claims };
    expect((await send(address(DEMO), { method: 'POST', form: profile })).status).toBe(200);
    expect(await admin.findUser(DEMO, 'ben')).toMatchObject({ email: 'ben@elsewhere.test', emailVerified: false });
    await admin.must('PUT', await userUrl('ben'), { email: 'ben@demo.test', emailVerified: true });
    await nextMail(sink, 'ben@demo.test'); // the former address heard of it
  });

  it('D006: that was used half is used up by its second half, once', async () => {
    const key = keyOf(await mailPasswordLink(admin, sink, 'ben', ['UPDATE_PROFILE', 'UPDATE_PASSWORD']));
    const profile = { key, execution: 'UPDATE_PROFILE', firstName: 'Ben', lastName: 'Half', email: 'ben@demo.test' };
    expect(readPage((await send(address(DEMO), { method: 'POST', form: profile })).text).inputs).toContain('password-new');
    const replayed = await send(address(DEMO), { method: 'POST', form: { ...profile, lastName: 'Twice' } });
    expect(readPage(replayed.text).inputs).toContain('password-new');
    expect((await admin.findUser(DEMO, 'ben')).lastName).toBe('Half');
    expect((await complete(key)).status).toBe(200);
    await isRefused(key);
    expect((await send(address(DEMO), { method: 'POST', form: { ...profile, lastName: 'Twice' } })).status).toBe(400);
  });
});

describe('what strangers choose as names and addresses', () => {
  it('D031: is text in every mail', async () => {
    const markup = '"><img src=x onerror=alert(1)><a href="https://evil.test">here</a>';
    await admin.must('POST', `/${DEMO}/users`, {
      username: 'mark',
      enabled: true,
      email: 'mark@demo.test',
      firstName: 'M',
      lastName: 'L',
      attributes: { note: [markup] },
    });
    await admin.must('PUT', `/${DEMO}`, { displayName: markup });
    const { id } = await admin.findUser(DEMO, 'mark');
    await admin.must('PUT', `/${DEMO}/users/${id}/execute-actions-email`, ['UPDATE_PASSWORD']);
    const { html, text } = await nextMail(sink, 'mark@demo.test');
    expect(html).not.toMatch(/<img|<a [^>]*evil/);
    expect(linkIn({ text })).toContain(installation.base);
    await admin.must('PUT', `/${DEMO}`, { displayName: 'Demo' });
  });

  it('B181, D032, D033: never make two recipients or another command of an address', async () => {
    const received = sink.mails.length;
    for (const [index, email] of ADDRESSES.entries()) {
      const made = await admin.call('POST', `/${DEMO}/users`, {
        username: `corpus-${index}`,
        enabled: true,
        email,
        firstName: 'C',
        lastName: 'O',
      });
      if (made.status !== 201) continue;
      const { id } = await admin.findUser(DEMO, `corpus-${index}`);
      await admin.call('PUT', `/${DEMO}/users/${id}/execute-actions-email`, ['UPDATE_PASSWORD']);
    }
    // Behind all of them: what comes after has been through the same queue.
    await mailPasswordLink(admin, sink, 'ann');
    expect(
      sink.mails
        .slice(received)
        .map(({ to }) => to)
        .filter((to) => to.includes('evil') || to.includes(',')),
    ).toEqual([]);
  }, 60_000);
});
