import type { Mode, SettingName } from '@anteroom/config';
import { serveNode } from '../cluster/serve-node.ts';
import { load } from '../load.ts';
import { createLog } from '../log.ts';
import { serveAlone } from '../serve-alone.ts';
import { createSparingLog } from '../sparing-log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface StartOptions {
  readonly port?: string;
  readonly host?: string;
  readonly hostname?: string;
}

/** `start` and `start-dev`. */
export async function start(mode: Mode, options: StartOptions): Promise<void> {
  const { configuration, notices } = load(mode, flagsOf(options));
  const log = createSparingLog(createLog({ level: configuration.logLevel, json: mode === 'production' }), clock);
  for (const notice of notices) log.info('configuration.notice', { notice });
  const input = { configuration, clock, ids, log };
  await (configuration.workers === 1 ? serveAlone(input) : serveNode(input));
}

function flagsOf({ port, host, hostname }: StartOptions): Partial<Record<SettingName, string>> {
  return {
    ...(port !== undefined && { httpPort: port }),
    ...(host !== undefined && { httpHost: host }),
    ...(hostname !== undefined && { hostname }),
  };
}
