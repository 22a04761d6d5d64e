import { request as httpRequest } from 'node:http';
import { baseUrl, setUpUrl } from '@anteroom/http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hasherOf } from '../src/first-start.ts';
import { setUpOf } from '../src/set-up.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const ACCOUNT = { username: 'root', password: 'correct-horse-9', 'password-confirm': 'correct-horse-9' };

/** The page that makes the first administrator, on the server as it is composed. */
describe('the set-up page', () => {
  let server: InProcessServer;
  let link: string;
  let key: string;

  const start = async () => {
    server = await startInProcess({ bootstrapAdmin: false });
    const issued = await setUpOf(server.core, hasherOf(server.core)).issue();
    link = setUpUrl(baseUrl(server.base), issued!.key);
    key = issued!.key;
  };
  const page = async (url = link, init: RequestInit = {}) => {
    const answer = await fetch(url, { redirect: 'manual', ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const post = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    page(`${server.base}/admin/set-up`, { method: 'POST', body: new URLSearchParams(form), headers });
  const token = async (password = ACCOUNT.password) => {
    const body = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: 'root', password });
    return fetch(`${server.base}/realms/master/protocol/openid-connect/token`, { method: 'POST', body });
  };
  const users = async () => {
    const master = (await server.core.directory.realms.findByName('master'))!;
    return server.core.directory.users.count(master.id, {});
  };

  describe('while it makes nobody', () => {
    beforeAll(start);
    afterAll(() => server.stop());

    it('changes nothing when it is looked at, is kept nowhere and sends no referrer', async () => {
      for (const method of ['GET', 'HEAD', 'GET']) {
        const { status, headers } = await page(link, { method });
        expect(status).toBe(200);
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        expect(headers.get('set-cookie')).toBeNull();
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(headers.get('content-security-policy')).toContain("form-action 'self'");
      }
      expect(await users()).toBe(0);
    });

    it.each([
      ['without a key', {}],
      ['with a wrong key', { key: 'guessed' }],
    ])('makes nobody %s', async (_name, wrong) => {
      expect((await post({ ...ACCOUNT, ...wrong })).status).toBe(400);
      expect((await page(`${server.base}/admin/set-up`)).status).toBe(400);
      expect((await page(`${link}&key=${key}`)).status).toBe(400);
      expect(await users()).toBe(0);
    });

    it('refuses a form that another site sent, and one that is not a form', async () => {
      for (const site of ['cross-site', 'same-site', 'none'])
        expect((await post({ key, ...ACCOUNT }, { 'sec-fetch-site': site })).status).toBe(400);
      const json = await page(`${server.base}/admin/set-up`, {
        method: 'POST',
        body: JSON.stringify({ key, ...ACCOUNT }),
        headers: { 'content-type': 'application/json' },
      });
      expect(json.status).toBe(400);
      expect((await page(link, { method: 'PUT' })).status).toBe(405);
      expect(await users()).toBe(0);
    });

    it.each([
      ['an empty name', { username: '' }, 'input-error-username'],
      ['a name with markup', { username: '<b>root</b>' }, 'input-error-username'],
      ['a short password', { password: 'short', 'password-confirm': 'short' }, 'input-error-password'],
      ['the name as password', { username: 'rootroot', password: 'RootRoot', 'password-confirm': 'RootRoot' }, 'input-error-password'],
      ['two passwords', { 'password-confirm': 'correct-horse-8' }, 'input-error-password-confirm'],
      ['a password without end', { password: 'x'.repeat(2000), 'password-confirm': 'x'.repeat(2000) }, 'input-error-password'],
    ])('says what is wrong with %s and makes nobody', async (_name: string, wrong: Readonly<Record<string, string>>, errorId: string) => {
      const answer = await post({ key, ...ACCOUNT, ...wrong });
      expect([answer.status, answer.text.includes(`id="${errorId}"`)]).toEqual([200, true]);
      expect(answer.text).not.toContain(wrong.password ?? ACCOUNT.password);
      expect(answer.text).not.toContain('<b>');
      expect(await users()).toBe(0);
    });

    it('stays in the language that was chosen', async () => {
      const german = await post({ key, kc_locale: 'de', ...ACCOUNT, username: '' });
      expect(german.text).toContain('Administrator anlegen');
    });

    it('answers under its own name alone, so that no other name can be pointed at it', async () => {
      const { hostname, port } = new URL(server.base);
      const status = await new Promise((resolve, reject) => {
        const ask = httpRequest({ hostname, port, path: `/admin/set-up?key=${key}`, headers: { host: 'rebound.example' } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        ask.once('error', reject);
        ask.end();
      });
      expect(status).toBe(421);
    });
  });

  describe('when it is used', () => {
    beforeEach(start);
    afterEach(() => server.stop());

    it('makes the administrator by POST, who then signs in and administers', async () => {
      const made = await post({ key, ...ACCOUNT }, { 'sec-fetch-site': 'same-origin' });
      expect([made.status, made.headers.get('location')]).toEqual([303, `${server.base}/admin/`]);
      const { access_token } = (await (await token()).json()) as { access_token: string };
      const realms = await fetch(`${server.base}/admin/realms`, { headers: { authorization: `Bearer ${access_token}` } });
      expect(((await realms.json()) as { realm: string }[]).map(({ realm }) => realm)).toEqual(['master']);
    });

    it('is dead afterwards for GET and POST', async () => {
      await post({ key, ...ACCOUNT });
      const shown = await page();
      expect([shown.status, shown.text.includes('<form')]).toEqual([400, false]);
      expect(shown.text).toContain(`href="${server.base}/admin/"`);
      expect((await post({ key, ...ACCOUNT, username: 'second' })).status).toBe(400);
      expect(await users()).toBe(1);
    });

    it('lets one of many POSTs at once make one', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => post({ key, ...ACCOUNT, username: `root-${index}` })));
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 500)).toEqual([]);
      expect(await users()).toBe(1);
    });

    it('keeps to the password policy of realm master', async () => {
      const realm = (await server.core.directory.realms.findByName('master'))!;
      await server.core.directory.commit(realm.id, [{ kind: 'put-realm', realm: { ...realm, passwordPolicy: 'digits(3)' } }]);
      expect((await post({ key, ...ACCOUNT })).text).toContain('at least 3 numerical digits');
      expect((await post({ key, ...ACCOUNT, password: 'correct-123', 'password-confirm': 'correct-123' })).status).toBe(303);
    });

    it('leaves no key in the log', async () => {
      await page();
      await post({ key, ...ACCOUNT });
      expect(server.log()).toContain('admin.created');
      expect(server.log()).not.toContain(key);
    });
  });
});
