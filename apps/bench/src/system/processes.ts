import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** CPU of the process and of its children that have ended, in milliseconds. */
  readonly cpuMs: number;
}

/** USER_HZ: what the kernel counts CPU in, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** Every process of the machine; those that end while they are read are left out. */
function allProcesses(): readonly ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((facts) => facts !== null);
}

function readStat(pid: number): ProcessFacts | null {
  const text = readOrEmpty(`/proc/${pid}/stat`);
  if (text === '') return null;
  // The name stands in parentheses and may contain anything; what follows it are numbers.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
  return { pid, parent: Number(fields[1]), cpuMs: (ticks * 1000) / TICKS_PER_SECOND };
}

/** The given processes with everything below them. */
export function processTree(roots: readonly number[]): readonly ProcessFacts[] {
  const all = allProcesses();
  const found = new Map<number, ProcessFacts>();
  const open = [...roots];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const facts = all.find((one) => one.pid === pid);
    if (facts === undefined || found.has(pid)) continue;
    found.set(pid, facts);
    open.push(...all.filter((one) => one.parent === pid).map((one) => one.pid));
  }
  return [...found.values()];
}

/** Processes whose command line contains the text, without their descendants and without this one. */
export function processesNamed(text: string): readonly number[] {
  const named = allProcesses().filter(
    ({ pid }) => pid !== process.pid && readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').includes(text),
  );
  const pids = new Set(named.map(({ pid }) => pid));
  return named.filter(({ parent }) => !pids.has(parent)).map(({ pid }) => pid);
}

export function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
