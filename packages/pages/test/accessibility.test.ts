import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { EXHIBITS } from './gallery.ts';
import { type GalleryBrowser, openGallery } from './gallery-browser.ts';

const SCHEMES = ['light', 'dark'] as const;
/** When set, every page is kept there as a picture: the way to look at a change of the style. */
const PICTURES = process.env.GALLERY_DIR;

let gallery: GalleryBrowser;
let axe: string;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  gallery = await openGallery();
  if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
}, 60_000);

afterAll(async () => {
  await gallery?.close();
});

async function violations(page: Page): Promise<readonly string[]> {
  const results = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })`,
  )) as AxeResults;
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** What the pages' policy refused, as the browser itself reports it. */
async function openWatched(scheme: (typeof SCHEMES)[number], width: number) {
  const context = await gallery.browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') refused.push(line.text());
  });
  // The page that posts itself has to stay to be looked at.
  await page.route('**/submit-form.js', (route) => route.fulfill({ body: '', contentType: 'text/javascript' }));
  await page.route('https://shop.example/**', (route) =>
    route.fulfill({ body: '<!doctype html><html lang="en"><title>Shop</title>', contentType: 'text/html' }),
  );
  await page.addInitScript(axe);
  return { context, page, refused };
}

describe.each(SCHEMES)('in %s', (scheme) => {
  test('every page passes axe for WCAG 2.2 AA and keeps its own content security policy', async () => {
    const { context, page, refused } = await openWatched(scheme, 1280);
    const found: Record<string, readonly string[]> = {};
    for (const { name } of EXHIBITS) {
      refused.length = 0;
      await page.goto(`${gallery.base}/${name}`);
      const problems = [...(await violations(page)), ...refused];
      if (problems.length > 0) found[name] = problems;
      if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-${scheme}-1280.png`, fullPage: true });
    }
    await context.close();
    expect(found).toEqual({});
  }, 300_000);
});

test('no page needs sideways scrolling on a screen 320 pixels wide', async () => {
  const { context, page } = await openWatched('light', 320);
  const wide: string[] = [];
  for (const { name } of EXHIBITS) {
    await page.goto(`${gallery.base}/${name}`);
    if ((await page.evaluate('document.documentElement.scrollWidth')) !== 320) wide.push(name);
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-320.png`, fullPage: true });
  }
  await context.close();
  expect(wide).toEqual([]);
}, 300_000);
