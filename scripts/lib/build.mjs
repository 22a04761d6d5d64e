import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root, run, toolEnvironment } from './toolchain.mjs';

export const server = join(root, 'apps/server/dist/main.js');
const adminConsole = join(root, 'apps/admin-ui/dist/index.html');

/**
 * Options of Node for the server. Young objects get at most 16 MB twice, or they would take 64 MB and more under load without being any
 * faster. No source maps: the bundle is not minified, so its stack traces can be read, and its map would cost each process 120 MB.
 */
export const nodeOptions = ['--max-semi-space-size=16'];

/** Builds the server's bundle and the console; turbo's cache makes this nothing when no source changed. */
export async function buildServer() {
  const env = { ...toolEnvironment(), TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const code = await run(bin('turbo'), ['run', 'build', '--output-logs=errors-only', '--log-prefix=none', '--no-update-notifier'], {
    env,
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0 || !existsSync(server) || !existsSync(adminConsole)) {
    console.error('Building the server failed; the lines above say why.');
    process.exit(1);
  }
}
