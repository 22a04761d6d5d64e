import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { averageLimits, type BareLimits, measureBareLimits } from './bare-limits.ts';
import { type Measured, measure, measureAtRest } from './measure.ts';
import type { Operation, Site } from './operations/operation.ts';
import { OPERATIONS } from './operations/operations.ts';
import type { Options } from './options.ts';
import { chart } from './report/chart.ts';
import { replicationChart } from './report/replication-chart.ts';
import { type BenchResult, reasonsNotComparable, type SubjectFacts } from './report/result.ts';
import { preamble, tableHead, tableRow } from './report/table.ts';
import { startAnteroom } from './subject/anteroom.ts';
import { type BenchRealm, createBenchRealm, HASHES } from './subject/bench-realm.ts';
import { useLiveServer } from './subject/live-server.ts';
import type { Subject } from './subject/subject.ts';
import { memoryOf } from './system/usage.ts';

const LIMIT_SECONDS = 1;
const COLD_STARTS = 3;
const IDLE_AFTER_MS = 3000;
/** Whole rounds of what a server does by itself: a lease is renewed every three seconds, the list of nodes every five. */
const REST_SECONDS = 15;

export interface Run {
  readonly options: Options;
  /** The bundle that was just built. */
  readonly bundle: string;
  readonly benchmarks: string;
  /** A line of progress. */
  readonly say: (line: string) => void;
}

/** The whole benchmark: starts what is to be measured, measures operation by operation, every subject after the other, and reports. */
export async function runBenchmark({ options, bundle, benchmarks, say }: Run): Promise<BenchResult> {
  const operations = OPERATIONS.filter(({ id }) => options.operations.includes(id));
  const subjects: Subject[] = [];
  try {
    say('bare limits of this machine …');
    const before = await measureBareLimits(LIMIT_SECONDS);
    for (const start of starters(options, bundle)) subjects.push(await start());
    const facts: SubjectFacts[] = [];
    for (const subject of subjects) facts.push(await prepare(subject, operations, options, say));

    say(tableHead());
    const measured: Measured[] = [];
    for (const operation of operations) {
      let first: Measured | null = null;
      for (const subject of subjects) {
        if (operation.transient && !subject.hasTransient) continue;
        const result = await measure(operation, siteOf(subject, operation, options), {
          warmupSeconds: options.warmup,
          seconds: options.seconds,
        });
        measured.push(result);
        say(tableRow(operation, result, before, first, subjects.length > 1));
        first ??= result;
      }
    }
    const after = await measureBareLimits(LIMIT_SECONDS);
    const result = resultOf({ options, facts, measured, before, after });
    if (options.write) write(result, benchmarks, options);
    return result;
  } finally {
    for (const subject of subjects) await subject.stop();
  }
}

function starters(options: Options, built: string): readonly (() => Promise<Subject>)[] {
  const { database, sessionStore, workers, replicas, cpuProfile, peer } = options;
  const profile = cpuProfile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${cpuProfile}`];
  const nodeOptions = [...options.nodeOptions, ...profile];
  const anteroom = (name: string, bundle: string) => () =>
    startAnteroom({ name, bundle, database, sessionStore, workers, replicas, nodeOptions });
  const replicated = (name: string, sessions: Options['sessionStore']) => () =>
    startAnteroom({ name, bundle: options.bundle ?? built, database, sessionStore: sessions, workers, replicas, nodeOptions });
  return [
    ...(replicas ? [replicated('sessions in PostgreSQL', 'sql'), replicated('sessions in Redis', 'redis')] : []),
    ...(options.peerOnly || replicas ? [] : [anteroom('Anteroom', options.bundle ?? built)]),
    ...(options.baseline === null ? [] : [anteroom('baseline', options.baseline)]),
    ...(peer === null ? [] : [() => useLiveServer(peer)]),
  ];
}

const REALM_NAMES = { 'RS256 negligible': 'bench-rs256', 'RS256 default': 'bench-argon2', 'ES256 negligible': 'bench-es256' } as const;

function realmOf({ algorithm, hashCost }: Operation, { users }: Options): BenchRealm {
  const name = REALM_NAMES[`${algorithm} ${hashCost}` as keyof typeof REALM_NAMES];
  return { name, algorithm, hashCost, users };
}

function siteOf(subject: Subject, operation: Operation, options: Options): Site {
  const realm = realmOf(operation, options);
  return { subject, realm, protocol: `/realms/${realm.name}/protocol/openid-connect`, callers: options.callers };
}

async function prepare(subject: Subject, operations: readonly Operation[], options: Options, say: Run['say']): Promise<SubjectFacts> {
  const realms = new Map(operations.map((operation) => realmOf(operation, options)).map((realm) => [realm.name, realm]));
  for (const realm of realms.values()) {
    say(`${subject.name}: realm ${realm.name} with ${realm.users} users …`);
    await createBenchRealm(subject, realm);
  }
  const [realm = ''] = realms.keys();
  const starts: number[] = [];
  const { coldStart } = subject;
  if (coldStart !== null) {
    for (let turn = 0; turn < COLD_STARTS; turn += 1) starts.push(await coldStart(`/realms/${realm}/.well-known/openid-configuration`));
    await new Promise((resolve) => setTimeout(resolve, IDLE_AFTER_MS));
  }
  const idle = memoryOf(subject.serverRoots());
  return {
    name: subject.name,
    durability: await subject.durability(),
    rsaBits: await rsaBits(subject.base, realm),
    coldStartMs: starts.sort((a, b) => a - b)[Math.floor(starts.length / 2)] ?? null,
    idleMb: idle.pssMb,
    processes: idle.processes,
    atRest: options.replicas ? await measureAtRest(subject, REST_SECONDS) : null,
  };
}

async function rsaBits(base: string, realm: string): Promise<number> {
  const answer = await fetch(`${base}/realms/${realm}/protocol/openid-connect/certs`);
  const { keys } = (await answer.json()) as { keys: { readonly use?: string; readonly n?: string }[] };
  const sizes = keys.filter(({ use, n }) => use === 'sig' && n !== undefined).map(({ n = '' }) => Buffer.from(n, 'base64url').length * 8);
  return Math.min(...sizes);
}

function resultOf(run: {
  readonly options: Options;
  readonly facts: readonly SubjectFacts[];
  readonly measured: readonly Measured[];
  readonly before: BareLimits;
  readonly after: BareLimits;
}): BenchResult {
  const { options, facts, measured, before, after } = run;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown', node: process.versions.node },
    configuration: {
      database: options.database,
      sessions: options.sessionStore,
      workers: options.workers,
      callers: options.callers,
      users: options.users,
      seconds: options.seconds,
    },
    hashes: HASHES,
    subjects: facts,
    limits: { ...averageLimits(before, after), before, after },
    measured,
    notComparable: reasonsNotComparable({ subjects: facts, measured }, options),
  };
}

function nameOf({ database, sessionStore, workers, replicas, peer, peerOnly }: Options): string {
  if (replicas) return 'replicas';
  const own = peerOnly ? [] : [database, ...(sessionStore === 'redis' ? ['redis'] : []), `${workers}-worker${workers === 1 ? '' : 's'}`];
  return [...own, ...(peer === null ? [] : [peer.name.toLowerCase()])].join('-');
}

function write(result: BenchResult, folder: string, options: Options): void {
  const name = options.out ?? nameOf(options);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(folder, `${name}.svg`), options.replicas ? replicationChart(result) : chart(result));
}

/** The table of a finished run, with what must be known to read it. */
export function finalReport(result: BenchResult): string {
  const rows = OPERATIONS.flatMap((operation) => {
    const all = result.measured.filter((one) => one.operation === operation.id);
    return all.map((one, index) =>
      tableRow(operation, one, result.limits, index === 0 ? null : (all[0] ?? null), result.subjects.length > 1),
    );
  });
  const busiest = result.subjects.map(({ name }) => {
    const own = result.measured.filter(({ subject }) => subject === name);
    const most = Math.max(...own.map(({ memory }) => memory.pssMb));
    const largest = Math.max(...own.map(({ memory }) => memory.largestRssMb));
    return `${name}: under load ${Math.round(most)} MB (PSS of all processes), largest process ${Math.round(largest)} MB (RSS)`;
  });
  return ['', preamble(result), '', tableHead(), ...rows, '', ...busiest].join('\n');
}
