import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Browser } from 'playwright-core';
import { ACME_API, ACME_EXPORT, ACME_REPORTS, ACME_SPA, KIM_TOTP, PASSWORDS } from '../src/acme.ts';
import { callbackUrl, launchBrowser, newSession, signIn } from '../src/browser.ts';
import { codeFlow } from '../src/code-flow.ts';
import { newDataDir, type RunningServer, removeDataDir, runCommand, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';
import { totp } from '../src/totp.ts';

interface ExportedUser {
  readonly id: string;
  readonly username: string;
}

const exported = JSON.parse(readFileSync(ACME_EXPORT, 'utf8')) as { readonly users: readonly ExportedUser[] };
const idOf = (username: string) => exported.users.find((user) => user.username === username)!.id;

let server: RunningServer;
let browser: Browser;
let report: string;
const dataDir = newDataDir();

// Every password of this realm takes as long as its slowest hash, in a lane of its own.
jest.setTimeout(60_000);

beforeAll(async () => {
  const imported = await runCommand(['import', ACME_EXPORT], { dataDir });
  if (imported.code !== 0) throw new Error(imported.stderr);
  report = imported.stdout;
  server = await startServer({ dataDir });
  browser = await launchBrowser();
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  removeDataDir(dataDir);
});

async function browserLogin(username: string, more: (page: import('playwright-core').Page) => Promise<void> = async () => {}) {
  const { context, page, policyViolations } = await newSession(browser);
  const flow = codeFlow(server, 'acme', ACME_SPA);
  await page.goto(flow.url);
  await signIn(page, username, PASSWORDS[username]!);
  await more(page);
  const tokens = await flow.redeem(await callbackUrl(page));
  await context.close();
  expect(policyViolations).toEqual([]);
  return tokens;
}

const bothWays = async (username: string) => {
  const grant = await passwordGrant(server, 'acme', username, PASSWORDS[username]!, ACME_API);
  const login = await browserLogin(username);
  expect([grant.status, login.status]).toEqual([200, 200]);
  expect(decodeJwt(String(grant.json.access_token)).sub).toBe(idOf(username));
  expect(decodeJwt(String(login.json.access_token)).sub).toBe(idOf(username));
  return decodeJwt(String(login.json.access_token));
};

describe('a realm exported from a Keycloak', () => {
  it('is imported by command, with a report of what stays as it is', () => {
    expect(report).toMatch(/custom/);
    expect(report).toMatch(/partner/);
  });

  it('logs in alice (argon2id) with her roles, groups and claims', async () => {
    const claims = await bothWays('alice');
    expect((claims.realm_access as { roles: string[] }).roles).toEqual(expect.arrayContaining(['approver', 'default-roles-acme']));
    expect((claims.resource_access as Record<string, { roles: string[] }>)['acme-api']!.roles.sort()).toEqual([
      'orders:read',
      'orders:write',
    ]);
    expect(claims).toMatchObject({ employee_number: 'E1001', preferred_username: 'alice', email: 'alice@acme.test' });
  });

  it('logs in bob (pbkdf2-sha512)', async () => void (await bothWays('bob')));

  it('logs in carol (pbkdf2-sha256, 600,000 rounds) with the roles of her composite', async () => {
    const claims = await bothWays('carol');
    expect((claims.realm_access as { roles: string[] }).roles).toEqual(expect.arrayContaining(['director', 'staff', 'approver']));
    expect((claims.resource_access as Record<string, { roles: string[] }>)['acme-api']!.roles.sort()).toEqual([
      'orders:admin',
      'orders:read',
      'orders:write',
    ]);
  });

  it('logs in dan (pbkdf2 with SHA-1, 1,300,000 rounds)', async () => void (await bothWays('dan')));
  it('logs in gina (pbkdf2-sha256, 27,500 rounds)', async () => void (await bothWays('gina')));
  it('logs in harald, whose password is not ASCII', async () => void (await bothWays('harald')));
  it('logs in judy (pbkdf2-sha512, 1,000 rounds)', async () => void (await bothWays('judy')));

  it('asks kim for her one-time password, in the browser and in the password grant', async () => {
    const without = await passwordGrant(server, 'acme', 'kim', PASSWORDS.kim!, ACME_API);
    expect([without.status, without.json.error_description]).toEqual([400, 'Invalid user credentials']);
    const grant = await passwordGrant(server, 'acme', 'kim', PASSWORDS.kim!, { ...ACME_API, totp: totp(KIM_TOTP) });
    expect([grant.status, grant.json.error_description]).toEqual([200, undefined]);
    const login = await browserLogin('kim', async (page) => {
      // The next step's code: this one's is spent, and the clock can only make it more current.
      await page.fill('input[name=otp]', totp(KIM_TOTP, Date.now() + 30_000));
      await page.click('#kc-login');
    });
    expect(login.status).toBe(200);
  });

  it('lets frank in only after he set a new password', async () => {
    const before = await passwordGrant(server, 'acme', 'frank', PASSWORDS.frank!, ACME_API);
    expect([before.status, before.json.error_description]).toEqual([400, 'Account is not fully set up']);
    const login = await browserLogin('frank', async (page) => {
      await page.fill('#password-new', 'Frank-new-pw-2026');
      await page.fill('#password-confirm', 'Frank-new-pw-2026');
      await page.click('#kc-passwd-update-form [type=submit]');
    });
    expect(login.status).toBe(200);
    expect((await passwordGrant(server, 'acme', 'frank', 'Frank-new-pw-2026', ACME_API)).status).toBe(200);
  });

  it('makes carol set up a one-time password in the flow of acme-reports, as a director', async () => {
    const { context, page } = await newSession(browser);
    const flow = codeFlow(server, 'acme', { id: ACME_REPORTS.client_id, secret: ACME_REPORTS.client_secret });
    await page.goto(flow.url);
    await signIn(page, 'carol', PASSWORDS.carol!);
    const secret = await page.locator('input[name=totpSecret]').inputValue();
    await page.fill('input[name=totp]', totp(secret));
    await page.locator('input[name=userLabel]').fill('my phone');
    await page.click('#kc-totp-settings-form [type=submit]');
    const tokens = await flow.redeem(await callbackUrl(page));
    await context.close();
    expect(tokens.status).toBe(200);
    expect(decodeJwt(String(tokens.json.access_token))).toMatchObject({
      aud: expect.arrayContaining(['acme-reports', 'acme-api']),
      tenant: { id: 42 },
    });
  });

  it('refuses erin, who is disabled, and ivan, who has no password', async () => {
    const erin = await passwordGrant(server, 'acme', 'erin', PASSWORDS.erin!, ACME_API);
    expect([erin.status, erin.json.error_description]).toEqual([400, 'Account disabled']);
    const ivan = await passwordGrant(server, 'acme', 'ivan', 'anything', ACME_API);
    expect([ivan.status, ivan.json.error_description]).toEqual([400, 'Invalid user credentials']);
    const { context, page } = await newSession(browser);
    await page.goto(codeFlow(server, 'acme', ACME_SPA).url);
    await signIn(page, 'erin', PASSWORDS.erin!);
    expect(await page.textContent('main')).toContain('Account is disabled, contact your administrator.');
    await context.close();
  });

  it("puts the values of acme-reports' mappers into alice's token", async () => {
    const grant = await passwordGrant(server, 'acme', 'alice', PASSWORDS.alice!, ACME_REPORTS);
    expect(decodeJwt(String(grant.json.access_token))).toMatchObject({
      tenant: { id: 42 },
      department: expect.arrayContaining(['Engineering', 'Research']),
      groups: expect.arrayContaining(['/Contractors', '/Head Office/Finance/Payroll']),
    });
  });
});
