import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { pageCsp } from '../src/page-csp.ts';
import { createPageRenderer } from '../src/page-renderer.tsx';
import { createPageResources } from '../src/resources/resources.ts';
import { EXHIBITS } from './gallery.ts';

export interface GalleryBrowser {
  readonly base: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** The one page with frames may load its applications' and nothing else. */
function frameSources(view: (typeof EXHIBITS)[number]['view']): string {
  return view.kind === 'frontchannel-logout' ? `; frame-src ${view.clients.map(({ url }) => new URL(url).origin).join(' ')}` : '';
}

/** Serves the exhibits with the headers that the real server sends, so that the browser enforces the policy. */
function serve(): Server {
  const renderer = createPageRenderer();
  const files = new Map(createPageResources().files.map((file) => [file.path, file]));
  return createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (file !== undefined) return void response.writeHead(200, { 'content-type': file.contentType }).end(file.body);
    const exhibit = EXHIBITS.find(({ name }) => `/${name}` === request.url);
    if (exhibit === undefined) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${pageCsp({ kind: exhibit.view.kind, realmPolicy: null })}${frameSources(exhibit.view)}`,
    });
    response.end(renderer.render(exhibit.view, exhibit.context));
  });
}

/** A browser that is not installed is a failure, never a skip. */
export async function openGallery(): Promise<GalleryBrowser> {
  const server = serve();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser,
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
