import { processTree, readOrEmpty } from './processes.ts';

export interface Usage {
  readonly cpuMs: number;
  /** What the processes caused to be written to disk, in bytes. */
  readonly written: number;
}

/** CPU and disk writes so far of process trees. */
export function usageOf(roots: readonly number[]): Usage {
  const tree = processTree(roots);
  return {
    cpuMs: tree.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    written: tree.reduce((sum, { pid }) => sum + numberIn(`/proc/${pid}/io`, /^write_bytes: (\d+)/m), 0),
  };
}

export interface Memory {
  readonly processes: number;
  /** Proportional set size of all of them, in megabytes: shared pages are counted once. */
  readonly pssMb: number;
  /** The largest resident size of one of them, in megabytes. */
  readonly largestRssMb: number;
}

export function memoryOf(roots: readonly number[]): Memory {
  const tree = processTree(roots);
  const kilobytes = (name: string) => tree.map(({ pid }) => numberIn(`/proc/${pid}/smaps_rollup`, new RegExp(`^${name}:\\s+(\\d+)`, 'm')));
  return {
    processes: tree.length,
    pssMb: kilobytes('Pss').reduce((sum, each) => sum + each, 0) / 1024,
    largestRssMb: Math.max(0, ...kilobytes('Rss')) / 1024,
  };
}

function numberIn(path: string, pattern: RegExp): number {
  return Number(pattern.exec(readOrEmpty(path))?.[1] ?? 0);
}
