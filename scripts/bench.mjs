// npm run bench: builds the server's bundle and measures it, alone or beside a server that runs already (--help).
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, root, underNewNode } from './lib/toolchain.mjs';

await underNewNode(fileURLToPath(import.meta.url), process.argv.slice(2));
install();
const { buildServer, server } = await import('./lib/build.mjs');
// For another build, or another server alone, nothing need be built here.
if (!process.argv.some((argument) => /^--(bundle|keycloak|peer-only|help)\b/.test(argument))) await buildServer();
const { main } = await import('../apps/bench/src/main.ts');
process.exit(await main(process.argv.slice(2), { bundle: server, benchmarks: join(root, 'docs/benchmarks') }));
