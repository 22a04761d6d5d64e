import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BUNDLE, newDataDir, type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { until, workersOf } from '../src/workers/processes.ts';

const LIMIT_MB = 200;

let dataDir: string;
let node: RunningServer;

beforeAll(async () => {
  dataDir = newDataDir();
  node = await startServer({ command: 'start', dataDir, env: { ANTEROOM_WORKERS: '2', ANTEROOM_HOSTNAME: 'http://localhost:8080' } });
}, 60_000);
afterAll(async () => {
  await node.stop();
  removeDataDir(dataDir);
});

/** Proportional set size, in MB: pages that processes share count once. */
const pssOf = (pid: number) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024;

it('takes at most 200 MB for two workers and their primary while nobody asks', async () => {
  const processes = [node.process.pid as number, ...workersOf(node)];
  expect(processes).toHaveLength(3);
  await until(`${LIMIT_MB} MB or less`, () => processes.reduce((sum, pid) => sum + pssOf(pid), 0) <= LIMIT_MB);
});

it('has no character in its source that would make V8 hold it twice as large', () => {
  const program = readFileSync(BUNDLE.replace('main.js', 'command-line.js'));
  expect(program.findIndex((byte) => byte > 0x7f)).toBe(-1);
});
