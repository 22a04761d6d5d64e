import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Browser } from 'playwright-core';
import { AdminClient } from '../src/admin.ts';
import { CALLBACK_ORIGIN, callbackUrl, launchBrowser, newSession, signIn } from '../src/browser.ts';
import { createDemoRealm, DEMO_PASSWORD, DESK, SHOP } from '../src/demo-realm.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { authorization, discover } from '../src/suites/openid-client.ts';

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

describe('openid-client, unmodified', () => {
  it('goes through code with PKCE, refresh, introspection, user info, revocation and end of session', async () => {
    const config = await discover(server, SHOP);
    const { context, page } = await newSession(browser);
    const request = await authorization(config);
    await page.goto(request.url);
    await signIn(page, 'ann', DEMO_PASSWORD);
    const tokens = await request.redeem(await callbackUrl(page));
    const subject = tokens.claims()!.sub;

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token!);
    expect(await client.tokenIntrospection(config, refreshed.access_token)).toMatchObject({ active: true, username: 'ann' });
    expect(await client.fetchUserInfo(config, refreshed.access_token, subject)).toMatchObject({ sub: subject, email: 'ann@demo.test' });
    await client.tokenRevocation(config, refreshed.access_token);
    expect(await client.tokenIntrospection(config, refreshed.access_token)).toEqual({ active: false });

    const end = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: `${CALLBACK_ORIGIN}/bye`,
      state: 'x',
    });
    await page.goto(end.href);
    expect(new URL(page.url()).pathname).toBe('/bye');
    await expect(client.refreshTokenGrant(config, refreshed.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    await context.close();
  });

  it('signs in to a second client without a form', async () => {
    const { context, page } = await newSession(browser);
    const first = await authorization(await discover(server, SHOP));
    await page.goto(first.url);
    await signIn(page, 'ann', DEMO_PASSWORD);
    await first.redeem(await callbackUrl(page));
    const second = await authorization(await discover(server, DESK));
    await page.goto(second.url);
    const tokens = await second.redeem(await callbackUrl(page));
    expect(tokens.claims()!.azp).toBe(DESK.client_id);
    await context.close();
  });

  it('logs in in two tabs of one browser, in any order', async () => {
    const { context, page } = await newSession(browser);
    const other = await context.newPage();
    const config = await discover(server, SHOP);
    const [one, two] = [await authorization(config), await authorization(config)];
    await page.goto(one.url);
    await other.goto(two.url);
    await signIn(page, 'ann', DEMO_PASSWORD);
    const first = await one.redeem(await callbackUrl(page));
    await signIn(other, 'ann', DEMO_PASSWORD);
    const second = await two.redeem(await callbackUrl(other));
    expect(second.claims()!.sub).toBe(first.claims()!.sub);
    await expect(client.refreshTokenGrant(config, first.refresh_token!)).resolves.toBeDefined();
    await context.close();
  });

  it('gets tokens by client credentials', async () => {
    const config = await discover(server, SHOP);
    const tokens = await client.clientCredentialsGrant(config);
    expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true, client_id: SHOP.client_id });
  });
});
