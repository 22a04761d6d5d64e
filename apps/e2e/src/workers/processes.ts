import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningServer } from '../server.ts';

/** Ids of the processes that serve behind a primary. Linux only, as the services of the tests are. */
export function workersOf({ process: { pid } }: RunningServer): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** False also for a process that ended and was not waited for yet. */
export function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** Waits for something that is bound to happen; the limit only ends a test that fails. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await delay(20);
  }
}

/** Address of health and metrics, as the server says it at its start. */
export function managementOf(node: RunningServer): string {
  const port = /"management":(\d+)/.exec(node.output())?.[1];
  if (port === undefined) throw new Error('the server names no management port');
  return `http://127.0.0.1:${port}`;
}

/** Ports at the other end of the connections that a process has. */
export function callersOf(pid: number): ReadonlySet<number> {
  const folder = `/proc/${pid}/fd`;
  const own = new Set(readdirSync(folder).map((name) => linkOf(`${folder}/${name}`)));
  // sl local_address rem_address st … uid timeout inode
  const lines = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n').slice(1);
  const fields = lines.map((line) => line.trim().split(/\s+/)).filter((line) => own.has(`socket:[${line[9]}]`));
  return new Set(fields.map((line) => Number.parseInt(line[2]?.split(':')[1] ?? '0', 16)));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
