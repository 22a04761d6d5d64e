import type { RequestListener } from 'node:http';
import type { Mode, SettingName } from '@anteroom/config';
import { baseUrl } from '@anteroom/http';
import { composeAlone } from '../compose-alone.ts';
import { composeCore } from '../compose-core.ts';

import { ensureFirstStart } from '../first-start.ts';
import { type Listening, listen } from '../listen.ts';
import { load } from '../load.ts';
import { createLog } from '../log.ts';
import { shutdownOnSignal } from '../shutdown.ts';
import { printBanner } from '../start-banner.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface StartOptions {
  readonly port?: string;
  readonly host?: string;
  readonly hostname?: string;
}

/** `start` and `start-dev`: the port first, then stores, then the first start's realm, then the rooms. */
export async function start(mode: Mode, options: StartOptions): Promise<void> {
  const { configuration, notices } = load(mode, flagsOf(options));
  const log = createLog({ level: configuration.logLevel, json: mode === 'production' });
  for (const notice of notices) log.info('configuration.notice', { notice });

  // Until everything is ready the port answers "come back in a second" instead of refusing.
  let handler: RequestListener = (_request, response) => response.writeHead(503, { 'retry-after': '1' }).end();
  const main = await listen({
    ...configuration.http,
    setting: 'ANTEROOM_HTTP_PORT',
    handler: (request, response) => handler(request, response),
  });
  const base = baseUrl(configuration.hostname ?? `http://localhost:${main.port}`);
  const core = await composeCore({ configuration, clock, ids, log });
  await ensureFirstStart(core);
  const server = await composeAlone({ core, base });
  handler = server.app.callback();
  const management: Listening[] =
    configuration.managementPort === null
      ? []
      : [
          await listen({
            host: configuration.http.host,
            port: configuration.managementPort,
            setting: 'ANTEROOM_MANAGEMENT_PORT',
            handler: server.management.callback(),
          }),
        ];

  server.lifecycle.started = true;
  server.start();
  shutdownOnSignal({
    servers: [main, ...management].map((one) => one.server),
    lifecycle: server.lifecycle,
    delaySeconds: configuration.shutdownDelay,
    close: [() => server.stop(), () => core.close()],
    log,
  });
  await printBanner({ core, base, port: main.port, host: configuration.http.host });
}

function flagsOf({ port, host, hostname }: StartOptions): Partial<Record<SettingName, string>> {
  return {
    ...(port !== undefined && { httpPort: port }),
    ...(host !== undefined && { httpHost: host }),
    ...(hostname !== undefined && { hostname }),
  };
}
