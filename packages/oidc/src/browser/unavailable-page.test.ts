import { AnteroomError, type SessionStore } from '@anteroom/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createBrowser, type Shown } from '../test-rig/browser.ts';
import { type OidcRig, startOidcRig } from '../test-rig/oidc-rig.ts';
import { authUrl, codeOf, signIn } from '../test-rig/walks.ts';

const wayOn = (page: Shown['page']): string => (page?.view.kind === 'error' ? (page.view.back?.url ?? 'none') : 'no page');

describe('a browser whose login meets a store that does not answer', () => {
  let rig: OidcRig;
  let away = false;
  const failing = (store: SessionStore): SessionStore =>
    new Proxy(store, {
      get: (target, name: keyof SessionStore) =>
        away && name !== 'tag' && name !== 'close'
          ? () => Promise.reject(new AnteroomError('store_unavailable', 'no answer from 10.0.0.7', { retryAfter: 2 }))
          : target[name],
    });
  beforeAll(async () => {
    rig = await startOidcRig({ wrapStore: failing });
  });
  beforeEach(() => {
    away = false;
  });
  afterAll(() => rig.close());

  it('is shown a page that says so and leads to the same request', async () => {
    const browser = createBrowser(rig.base);
    away = true;
    const url = authUrl();
    const { status, headers, page, text } = await browser.go(url);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(page?.view).toMatchObject({ kind: 'error', message: { key: 'temporarilyUnavailableMessage' } });
    expect(text).not.toContain('10.0.0.7');
    away = false;
    expect((await browser.go(wayOn(page))).page?.view.kind).toBe('login');
  });

  it('can go on with the login in progress, which is not lost', async () => {
    const browser = createBrowser(rig.base);
    const form = await browser.go(authUrl());
    away = true;
    const answer = await signIn(browser, form);
    expect(answer.status).toBe(503);
    away = false;
    expect(wayOn(answer.page)).not.toContain('session_code');
    const again = await browser.go(wayOn(answer.page));
    expect(codeOf(await signIn(browser, again))).toMatch(/^m\.c/);
  });
});
