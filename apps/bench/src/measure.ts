import { closedLoop } from './load/closed-loop.ts';
import type { Outcome } from './load/outcome.ts';
import { driveWithWrk } from './load/wrk.ts';
import type { Load, Operation, Site } from './operations/operation.ts';
import type { Counters, Subject } from './subject/subject.ts';
import { type Memory, memoryOf, usageOf } from './system/usage.ts';

export interface Measured {
  readonly subject: string;
  readonly operation: string;
  readonly outcome: Outcome;
  readonly perSecond: number;
  /** Milliseconds of CPU per operation. */
  readonly serverCpuMs: number;
  readonly storeCpuMs: number;
  /** Per operation, by the stores' own counters; disk writes by the kernel's, of server and stores. */
  readonly store: Counters & { readonly diskBytes: number };
  /** What the counters of the stores are about. */
  readonly counted: { readonly operations: number; readonly seconds: number };
  readonly memory: Memory;
}

export interface Timing {
  readonly warmupSeconds: number;
  readonly seconds: number;
}

/** Backends of PostgreSQL report what they did at most once a second, when they do something: a last moment of load makes them. */
const SETTLE_MS = 1200;
const SETTLE_SECONDS = 1;

/**
 * Warms up, loads for the given time and reads everything that can be read from outside. CPU is of the measured time alone; counters are
 * of all operations, the warm-up included, since the stores report them late.
 */
export async function measure(operation: Operation, site: Site, { warmupSeconds, seconds }: Timing): Promise<Measured> {
  const { subject } = site;
  const load = await operation.prepare(site);
  await subject.settle();
  const counters = await subject.counters();
  const begun = performance.now();
  const written = diskBytes(subject);
  const warmup = warmupSeconds > 0 ? await drive(load, site, warmupSeconds) : null;

  const before = cpuOf(subject);
  const outcome = answeredSomething(await drive(load, site, seconds));
  const after = cpuOf(subject);
  const memory = memoryOf(subject.serverRoots());

  const each = Math.max(outcome.requests, 1);
  let all = each + (warmup?.requests ?? 0);
  if (counters.commits !== null) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    all += (await drive(load, site, SETTLE_SECONDS)).requests;
  }
  if (load.kind === 'flow') load.close();
  const counted = { operations: all, seconds: (performance.now() - begun) / 1000 };
  return {
    subject: subject.name,
    operation: operation.id,
    outcome,
    perSecond: outcome.requests / outcome.seconds,
    serverCpuMs: (after.server - before.server) / each,
    storeCpuMs: (after.store - before.store) / each,
    store: { ...perOperation(counters, await subject.counters(), all), diskBytes: (diskBytes(subject) - written) / all },
    counted,
    memory,
  };
}

/** What the stores of a server count in a second in which nobody asks it anything. */
export async function measureAtRest(subject: Subject, seconds: number): Promise<Counters> {
  await subject.settle();
  const before = await subject.counters();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return perOperation(before, await subject.counters(), seconds);
}

/** A counter per operation, without what the server does at rest. */
export function beyondRest({ store, counted }: Pick<Measured, 'store' | 'counted'>, rest: Counters, name: keyof Counters): number | null {
  const [value, idle] = [store[name], rest[name]];
  return value === null ? null : Math.max(0, value - ((idle ?? 0) * counted.seconds) / counted.operations);
}

/** Silence is an error, not a rate of nothing. */
function answeredSomething(outcome: Outcome): Outcome {
  if (outcome.requests > 0) return outcome;
  return { ...outcome, errors: Math.max(outcome.errors, 1), firstError: outcome.firstError ?? 'nothing was answered in time' };
}

function drive(load: Load, { subject, callers }: Site, seconds: number): Promise<Outcome> {
  return load.kind === 'flow' ? closedLoop(load.callers, seconds) : driveWithWrk({ base: subject.base, callers, seconds, ...load });
}

function cpuOf(subject: Subject): { readonly server: number; readonly store: number } {
  return { server: usageOf(subject.serverRoots()).cpuMs, store: usageOf(subject.storeRoots()).cpuMs };
}

function diskBytes(subject: Subject): number {
  return usageOf([...subject.serverRoots(), ...subject.storeRoots()]).written;
}

function perOperation(before: Counters, after: Counters, operations: number): Counters {
  const each = (name: keyof Counters) => {
    const [from, to] = [before[name], after[name]];
    return from === null || to === null ? null : (to - from) / operations;
  };
  return {
    commits: each('commits'),
    writes: each('writes'),
    rowsWritten: each('rowsWritten'),
    walBytes: each('walBytes'),
    redisCommands: each('redisCommands'),
    standbyBytes: each('standbyBytes'),
    replicaBytes: each('replicaBytes'),
  };
}
