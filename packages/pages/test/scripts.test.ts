import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GalleryBrowser, openGallery } from './gallery-browser.ts';

let gallery: GalleryBrowser;

beforeAll(async () => {
  gallery = await openGallery();
}, 60_000);

afterAll(async () => {
  await gallery?.close();
});

test('a typed password can be shown and hidden again, by keyboard too', async () => {
  const page = await gallery.browser.newPage();
  await page.goto(`${gallery.base}/login`);
  await page.fill('#password', 'secret');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.getAttribute('#password', 'type')).toBe('text');
  expect(await page.getAttribute('.reveal', 'aria-label')).toBe('Hide password');
  await page.click('.reveal');
  expect(await page.getAttribute('#password', 'type')).toBe('password');
  expect(await page.inputValue('#password')).toBe('secret');
  await page.close();
});

test('a posted answer leaves by itself under the policy of the page', async () => {
  const page = await gallery.browser.newPage();
  const posted = new Promise<string | null>((resolve) => {
    void page.route('https://app.example/**', (route) => {
      resolve(route.request().postData());
      return route.fulfill({ body: 'received' });
    });
  });
  await page.goto(`${gallery.base}/form-post`);
  expect(new URLSearchParams((await posted) ?? '').get('state')).toBe('"><script>alert(1)</script>');
  await page.close();
});

test('without scripts the sign-in form is complete and its fields are reached in order', async () => {
  const context = await gallery.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${gallery.base}/login`);
  // Chromium gives the autofocus after the load event, and a key pressed before it reaches no field.
  await page.locator('#username:focus').waitFor();
  await page.keyboard.type('alice');
  await page.keyboard.press('Tab');
  await page.keyboard.type('secret');
  expect([await page.inputValue('#username'), await page.inputValue('#password')]).toEqual(['alice', 'secret']);
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await page.keyboard.press('Enter');
  const form = new URLSearchParams((await posted).postData() ?? '');
  expect(Object.fromEntries(form)).toMatchObject({ username: 'alice', password: 'secret', credentialId: '' });
  await context.close();
});
