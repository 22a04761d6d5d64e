import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Browser } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { callbackUrl, launchBrowser, newSession, signIn } from '../src/browser.ts';
import { codeFlow, loginByForm, postForm } from '../src/code-flow.ts';
import { bytesOf, contentOf, countRows } from '../src/database.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, KIOSK, SHOP } from '../src/demo-realm.ts';
import { expectNothingBehind, expectTransientTokens } from '../src/expect-transient.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { readPage } from '../src/page.ts';
import { rounds } from '../src/rounds.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant, refresh } from '../src/tokens.ts';

// `ANTEROOM_TEST_ROUNDS=200` is the full figure: a thousand grants and two hundred browser logins.
const BROWSER_LOGINS = rounds(20);
const PASSWORD_GRANTS = BROWSER_LOGINS * 5;

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  await createDemoRealm(new AdminClient(server));
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  removeDataDir(server.dataDir);
});

const kioskFlow = (more = {}) => codeFlow(server, DEMO, { id: KIOSK.client_id, secret: KIOSK.client_secret }, more);
const shopFlow = () => codeFlow(server, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });

describe('logins of a client that is switched to transient', () => {
  it(`change not one row of the database in ${PASSWORD_GRANTS} password grants`, async () => {
    const before = contentOf(server.dataDir);
    const bytes = bytesOf(server.dataDir);
    for (let index = 0; index < PASSWORD_GRANTS; index++) {
      const answer = await passwordGrant(server, DEMO, 'ann', DEMO_PASSWORD, KIOSK);
      expect(answer.status).toBe(200);
      if (index === 0) expectTransientTokens(answer, 'ann');
    }
    expect(contentOf(server.dataDir)).toBe(before);
    // Not one byte of the file or of its log.
    expect(bytesOf(server.dataDir)).toEqual(bytes);
  }, 300_000);

  it(`leave no row behind in ${BROWSER_LOGINS} browser logins, and set no single sign-on cookie`, async () => {
    const before = contentOf(server.dataDir);
    for (let index = 0; index < BROWSER_LOGINS; index++) {
      const { context, page } = await newSession(browser);
      const flow = kioskFlow();
      await page.goto(flow.url);
      await signIn(page, 'ann', DEMO_PASSWORD);
      const tokens = await flow.redeem(await callbackUrl(page));
      expect(tokens.status).toBe(200);
      const cookies = await context.cookies(`${server.base}/realms/${DEMO}/`);
      expect(cookies.map((cookie) => cookie.name).filter((name) => /KEYCLOAK_(IDENTITY|SESSION)/.test(name))).toEqual([]);
      if (index === 0) expectTransientTokens(tokens, 'ann');
      await context.close();
    }
    expect(contentOf(server.dataDir)).toBe(before);
  }, 900_000);

  it('give tokens that introspection, user info and refresh refuse', async () => {
    const { json } = await passwordGrant(server, DEMO, 'ann', DEMO_PASSWORD, KIOSK);
    await expectNothingBehind(server, DEMO, String(json.access_token), KIOSK);
  });

  it("redeem a transient code once, and never as another client's", async () => {
    const flow = kioskFlow();
    const callback = await loginByForm(flow, 'ann', DEMO_PASSWORD);
    expect((await flow.redeem(callback)).status).toBe(200);
    const again = await flow.redeem(callback);
    expect([again.status, again.json.error_description]).toEqual([400, 'Code not valid']);
  });

  it('leave a single sign-on session of the same browser exactly as it was, for the same user and for another one', async () => {
    const jar = new CookieJar();
    const shop = shopFlow();
    const tokens = await shop.redeem(await loginByForm(shop, 'ann', DEMO_PASSWORD, jar));
    const identity = () => [jar.get('KEYCLOAK_IDENTITY'), jar.get('KEYCLOAK_SESSION')];
    const [cookies, before] = [identity(), contentOf(server.dataDir)];
    // The same user, identified by the session without a form; then another user, by "Restart login" on the page that asks again.
    const same = kioskFlow();
    const identified = new URL((await send(same.url, { jar })).headers.get('location') ?? '');
    const other = kioskFlow({ prompt: 'login' });
    const asked = await send(other.url, { jar });
    const restart = /href="([^"]*login-actions\/restart[^"]*)"/.exec(asked.text)![1]!.replaceAll('&amp;', '&');
    const form = await send(new URL(restart, server.local), { jar });
    const entered = await postForm(new URL(readPage(form.text).action!, server.local).href, 'ben', DEMO_PASSWORD, jar);
    for (const [who, flow, callback] of [
      ['ann', same, identified],
      ['ben', other, entered],
    ] as const) {
      const answer = await flow.redeem(callback);
      expect(decodeJwt(String(answer.json.access_token)).preferred_username).toBe(who);
      expect(callback.searchParams.get('session_state')).toBeNull();
      expect(identity()).toEqual(cookies);
    }
    const sessionsOf = (content: string) =>
      JSON.stringify((JSON.parse(content) as [string, unknown[]][]).filter(([table]) => /session/.test(table) && !/login/.test(table)));
    expect(countRows(server.dataDir).record_session).toBeGreaterThan(0);
    expect(sessionsOf(contentOf(server.dataDir))).toBe(sessionsOf(before));
    expect((await refresh(server, DEMO, String(tokens.json.refresh_token), SHOP)).status).toBe(200);
  });
});
