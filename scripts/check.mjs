// npm run check: types, lint, architecture, dead code and documentation; each is one line, the last is the plain sum.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bin, install, root, toolEnvironment, underNewNode } from './lib/toolchain.mjs';

await underNewNode(fileURLToPath(import.meta.url), process.argv.slice(2));
install();

const node = (script, ...args) => [process.execPath, [script, ...args]];
const CHECKS = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the console', bin('tsc'), ['-p', 'apps/admin-ui']],
  ['lint and format', bin('biome'), ['check', '--error-on-warnings']],
  ['architecture', bin('depcruise'), ['--config', '.dependency-cruiser.mjs', 'packages', 'apps', 'examples']],
  ['architecture rules catch what they forbid', ...node('scripts/check-violations.mjs')],
  ['unused files, exports and dependencies', bin('knip'), []],
  ['documentation', ...node('scripts/check-docs.mjs')],
];

let passed = 0;
let failed = 0;
for (const [name, command, args] of CHECKS) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: toolEnvironment() });
  const good = done.status === 0;
  if (good) passed += 1;
  else failed += 1;
  console.log(`${good ? '✔' : '✘'} ${name}`);
  if (!good) console.log(`${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`.trim());
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
