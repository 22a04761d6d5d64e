import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createSequentialIds } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import { baseUrl } from '../base-url.ts';
import { koaConsole } from './koa-console.ts';
import { koaConsoleAssets } from './koa-console-assets.ts';

const BASE = 'https://login.example.org/auth';
const SCRIPT = 'console.log("anteroom");\n'.repeat(500);
const INDEX = `<!doctype html><html><head><meta property="csp-nonce" nonce="__CSP_NONCE__">
<script type="module" crossorigin src="./assets/main-B1x2.js" nonce="__CSP_NONCE__"></script>
<link rel="icon" href="./icon.svg"></head><body><div id="root"></div></body></html>`;
const FILES = [
  { path: 'assets/main-B1x2.js', body: Buffer.from(SCRIPT) },
  { path: 'assets/tiny-C3.css', body: Buffer.from('a{}') },
  { path: 'icon.svg', body: Buffer.from('<svg/>') },
];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

describe('the console', () => {
  const server = new Koa()
    .use(koaConsoleAssets({ files: FILES }))
    .use(
      koaConsole({
        index: INDEX,
        base: baseUrl(BASE),
        realms: { byName: async (name) => (['master', 'a b'].includes(name) ? ({} as never) : null) },
        ids: createSequentialIds(),
      }),
    )
    .use((ctx) => {
      if (ctx.path.endsWith('/whoami') || ctx.path.startsWith('/admin/realms')) ctx.body = 'admin rest';
    })
    .listen(0, '127.0.0.1');

  beforeAll(async () => {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** The path as it is, dots and all: `fetch` would tidy it first. */
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Answer['headers'], body: Buffer.concat(chunks) }),
        );
      });
      asked.once('error', reject);
      asked.end();
    });

  it.each([
    ['/admin', '/admin/master/console/'],
    ['/admin/', '/admin/master/console/'],
    ['/admin/console', '/admin/master/console/'],
    ['/admin/console/users?x=1', '/admin/master/console/users?x=1'],
    ['/admin/master/console', '/admin/master/console/'],
    ['/admin/a%20b/console?code=c', '/admin/a%20b/console/?code=c'],
  ])('leads from %s to %s', async (from, to) => {
    const { status, headers } = await ask(from);
    expect([status, headers.location, headers['cache-control']]).toEqual([302, BASE + to, 'no-store']);
  });

  it.each(['/admin/master/console/', '/admin/master/console/users/7?tab=sessions', '/admin/a%20b/console/clients'])(
    'is the same page at %s',
    async (path) => {
      const { status, headers, body } = await ask(path);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
      expect(body.toString()).toContain('src="/auth/resources/console/assets/main-B1x2.js"');
      expect(body.toString()).toContain('href="/auth/resources/console/icon.svg"');
    },
  );

  it('has a policy with a nonce of its own in every answer, and allows nothing inline besides', async () => {
    const pages = [await ask('/admin/master/console/'), await ask('/admin/master/console/')];
    const nonces = pages.map(({ headers, body }) => {
      const policy = headers['content-security-policy'] ?? '';
      const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
      expect(policy).not.toContain('unsafe');
      expect(body.toString().split(`nonce="${nonce}"`)).toHaveLength(3);
      expect(body.toString()).not.toContain('__CSP_NONCE__');
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });

  it('answers HEAD as GET without a body, and other methods not at all', async () => {
    const head = await ask('/admin/master/console/', {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['cache-control']]).toEqual([200, 0, 'no-store']);
    const asset = await ask('/resources/console/assets/main-B1x2.js', {}, 'HEAD');
    expect([asset.status, asset.body.length, asset.headers['content-length']]).toEqual([200, 0, String(SCRIPT.length)]);
    expect((await ask('/admin/master/console/', {}, 'POST')).status).toBe(405);
  });

  it('does not exist for a realm that does not', async () => {
    for (const path of ['/admin/nowhere/console/', '/admin/nowhere/console', '/admin/%zz/console/', '/admin/..%2f/console/'])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it('leaves the Admin REST alone', async () => {
    for (const path of ['/admin/realms/console/users', '/admin/realms', '/admin/master/console/whoami'])
      expect((await ask(path)).body.toString()).toBe('admin rest');
  });

  it('lets files with a hash in their names be kept for ever, and others be asked for again', async () => {
    const script = await ask('/resources/console/assets/main-B1x2.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect([script.headers['content-type'], script.headers['x-content-type-options']]).toEqual([
      'text/javascript; charset=utf-8',
      'nosniff',
    ]);
    const icon = await ask('/resources/console/icon.svg');
    expect(icon.headers['cache-control']).toBe('no-cache');
    const again = await ask('/resources/console/icon.svg', { 'if-none-match': icon.headers.etag ?? '' });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('compresses what a browser can unpack and what is worth it', async () => {
    const path = '/resources/console/assets/main-B1x2.js';
    const brotli = await ask(path, { 'accept-encoding': 'gzip, br' });
    const gzip = await ask(path, { 'accept-encoding': 'gzip' });
    const plain = await ask(path);
    expect([brotli.headers['content-encoding'], gzip.headers['content-encoding'], plain.headers['content-encoding']]).toEqual([
      'br',
      'gzip',
      undefined,
    ]);
    expect([brotliDecompressSync(brotli.body), gunzipSync(gzip.body), plain.body].map(String)).toEqual([SCRIPT, SCRIPT, SCRIPT]);
    expect(plain.headers.vary).toBe('accept-encoding');
    const tiny = await ask('/resources/console/assets/tiny-C3.css', { 'accept-encoding': 'br' });
    expect([tiny.headers['content-encoding'], String(tiny.body)]).toEqual([undefined, 'a{}']);
  });

  it.each([
    '/resources/console/assets/main-B1x3.js',
    '/resources/console/',
    '/resources/console/index.html',
    '/resources/console/../../package.json',
    '/resources/console/assets/../../../../etc/passwd',
    '/resources/console/..%2f..%2fpackage.json',
    '/resources/console//etc/passwd',
    '/resources/console/__proto__',
  ])('has no file at %s', async (path) => {
    const { status, headers } = await ask(path);
    expect([status, headers['cache-control']]).toEqual([404, 'no-store']);
  });
});
