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

const jest = join(root, 'node_modules/jest/bin/jest.js');
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const lane of ['together', 'alone']) await runLane(lane);
if (sum.passed + sum.failed + sum.skipped === 0) {
  console.error('No test file has such a name.');
  sum.failed = 1;
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 ? 0 : 1);

/** Runs the tests of one lane (see jest.config.mjs) and adds them to the sum. */
async function runLane(lane) {
  const report = join(tmpdir(), `anteroom-tests-${process.pid}-${lane}.json`);
  const code = await run(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      jest,
      // A test that failed half-way may leave a connection open, and the verdict must not wait for it.
      '--forceExit',
      '--passWithNoTests',
      ...(lane === 'alone' ? ['--runInBand'] : ['--maxWorkers=2']),
      '--json',
      `--outputFile=${report}`,
      ...process.argv.slice(2),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ANTEROOM_TEST_LANE: lane } },
  );
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report, { force: true });
  sum.passed += numPassedTests;
  sum.skipped += numPendingTests;
  // A suite that could not even start counts as one failure, as does a run that jest itself calls failed.
  sum.failed += Math.max(numFailedTests, numFailedTestSuites, code === 0 ? 0 : 1);
}
