// npm run anteroom -- <command>: any command of the command line.
import { fileURLToPath } from 'node:url';
import { install, run, underNewNode } from './lib/toolchain.mjs';

await underNewNode(fileURLToPath(import.meta.url), process.argv.slice(2));
install();
const { buildServer, nodeOptions, server } = await import('./lib/build.mjs');
await buildServer();
// npm changes into the repository; paths in arguments mean the folder the person stood in.
process.exit(
  await run(process.execPath, [...nodeOptions, server, ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd() }),
);
