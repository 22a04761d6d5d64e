// npm start: installs and builds what is missing, then serves development mode.
import { fileURLToPath } from 'node:url';
import { install, run, underNewNode } from './lib/toolchain.mjs';

await underNewNode(fileURLToPath(import.meta.url), process.argv.slice(2));
install();
const { buildServer, nodeOptions, server } = await import('./lib/build.mjs');
await buildServer();
process.exit(await run(process.execPath, [...nodeOptions, server, 'start-dev', ...process.argv.slice(2)]));
