// npm test [folder …]: installs, builds the bundle the black-box tests drive, runs every test and ends with one plain line.
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, root, run, underNewNode } from './lib/toolchain.mjs';

await underNewNode(fileURLToPath(import.meta.url), process.argv.slice(2));
install();
const { requireChromium } = await import('./lib/chromium.mjs');
await requireChromium();
const { buildServer } = await import('./lib/build.mjs');
await buildServer();

const report = join(tmpdir(), `anteroom-tests-${process.pid}.json`);
const jest = join(root, 'node_modules/jest/bin/jest.js');
const code = await run(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    // A test that failed half-way may leave a connection open, and the verdict must not wait for it.
    '--forceExit',
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
rmSync(report, { force: true });
// A suite that could not even start counts as one failure.
const failed = Math.max(numFailedTests, numFailedTestSuites);
console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
process.exit(code === 0 && failed === 0 ? 0 : 1);
