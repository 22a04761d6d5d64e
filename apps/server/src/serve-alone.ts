import type { RequestListener } from 'node:http';
import { baseUrl } from '@anteroom/http';
import { composeAlone } from './compose-alone.ts';
import { type CoreInput, composeCore } from './compose-core.ts';
import { ensureFirstStart } from './first-start.ts';
import { listen } from './listen.ts';
import { listenForManagement } from './listen-for-management.ts';
import { settle } from './settle.ts';
import { closeServer, shutdownOnSignal } from './shutdown.ts';
import { printBanner } from './start-banner.ts';

/** A node of one process: the port first, then stores, then the first start's realm, then the rooms. */
export async function serveAlone(input: CoreInput): Promise<void> {
  const { configuration, log } = input;
  // Until everything is ready the port answers "come back in a second" instead of refusing.
  let handler: RequestListener = (_request, response) => response.writeHead(503, { 'retry-after': '1' }).end();
  const lifecycle = { started: false, stopping: false };
  const main = await listen({
    ...configuration.http,
    setting: 'ANTEROOM_HTTP_PORT',
    handler: (request, response) => handler(request, response),
    lifecycle,
  });
  const base = baseUrl(configuration.hostname ?? `http://localhost:${main.port}`);
  const core = await composeCore(input);
  await ensureFirstStart(core);
  const server = await composeAlone({ core, base, lifecycle });
  handler = server.app.callback();
  const management = await listenForManagement(configuration, server.management);

  lifecycle.started = true;
  server.start();
  shutdownOnSignal({
    begin: () => {
      lifecycle.stopping = true;
    },
    delaySeconds: configuration.shutdownDelay,
    steps: [
      () => closeServer(main.server),
      () => server.stop(),
      () => core.close(),
      async () => (management === null ? undefined : closeServer(management.server)),
    ],
    log,
  });
  await printBanner({ core, base, port: main.port, host: configuration.http.host, management: management?.port ?? null });
  settle();
}
