import { readdirSync, readlinkSync } from 'node:fs';
import { HttpConnection } from '../load/http-connection.ts';
import { openLoop } from '../load/open-loop.ts';
import { type Latency, latencyOf } from '../load/outcome.ts';
import { logIn, logOut } from '../operations/browser-login.ts';
import type { Site } from '../operations/operation.ts';
import { passwordRequest } from '../operations/token-request.ts';
import type { AnteroomSubject } from '../subject/anteroom.ts';
import { processTree } from '../system/processes.ts';
import { memoryOf } from '../system/usage.ts';
import { makeSite, tokenTraffic } from './traffic.ts';

/** One part of the run. Megabytes; what is counted is of all processes of the server. */
export interface SoakPart {
  readonly fromMinute: number;
  readonly toMinute: number;
  /** The least that the heaps held at any moment: what is left after a collection. */
  readonly heapMb: number;
  readonly residentMb: number;
  readonly sockets: number;
  readonly files: number;
  readonly eventLoopP99Ms: number;
  readonly tokens: Latency;
}

export interface SoakReport {
  readonly minutes: number;
  readonly requests: number;
  readonly refused: number;
  readonly logins: number;
  readonly loginErrors: number;
  readonly parts: readonly SoakPart[];
}

const PER_SECOND = { tokens: 60, passwords: 20, logins: 10 } as const;
const PART_MINUTES = 5;
const SAMPLE_MS = 1000;

interface Sample {
  readonly heap: number;
  readonly resident: number;
  readonly sockets: number;
  readonly files: number;
  readonly lag: number;
}

/** A day's mix at a fixed rate: tokens, password grants, browser logins with and without logout. */
export async function soak(subject: AnteroomSubject, { seconds, users }: { readonly seconds: number; readonly users: number }) {
  const site = await makeSite(subject, 'negligible', users);
  const ask = await tokenTraffic(site, PER_SECOND.tokens);
  const part = Math.min(PART_MINUTES * 60, seconds);
  const counts = { requests: 0, refused: 0, logins: 0, loginErrors: 0 };
  const parts: SoakPart[] = [];
  const browsers = keepLoggingIn(site, seconds, counts);
  const grants = openLoop({
    base: subject.base,
    perSecond: PER_SECOND.passwords,
    seconds,
    connections: 32,
    request: (index) => passwordRequest(site, index % users),
    onAnswer: ({ reply }) => {
      counts.requests += 1;
      if (reply?.status !== 200) counts.refused += 1;
    },
  });
  for (let begun = 0; begun < seconds; begun += part) {
    const took: number[] = [];
    const samples: Sample[] = [];
    const sampling = setInterval(() => void sampleOf(subject).then((sample) => samples.push(sample)), SAMPLE_MS);
    await ask(Math.min(part, seconds - begun), ({ ms, reply }) => {
      counts.requests += 1;
      if (reply?.status === 200) took.push(ms);
      else counts.refused += 1;
    });
    clearInterval(sampling);
    const measured = {
      fromMinute: begun / 60,
      toMinute: Math.min(begun + part, seconds) / 60,
      ...summary(samples),
      tokens: latencyOf(took),
    };
    parts.push(measured);
    process.stderr.write(`${JSON.stringify(measured)}\n`);
  }
  await Promise.all([browsers, grants]);
  return { minutes: seconds / 60, ...counts, parts } satisfies SoakReport;
}

/** Every second login is logged out. */
async function keepLoggingIn(site: Site, seconds: number, counts: { logins: number; loginErrors: number }): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const open = new Set<Promise<void>>();
  const once = async (connection: HttpConnection, at: number) => {
    try {
      const signedIn = await logIn(site, connection, at % site.realm.users);
      if (at % 2 === 0) await logOut(site, connection, signedIn);
      counts.logins += 1;
    } catch {
      counts.loginErrors += 1;
    }
    connection.close();
  };
  for (let at = 0; performance.now() < end; at += 1) {
    const connection = new HttpConnection(new URL(site.subject.base));
    const login = once(connection, at).finally(() => open.delete(login));
    open.add(login);
    await new Promise((resolve) => setTimeout(resolve, 1000 / PER_SECOND.logins));
  }
  await Promise.all(open);
}

async function sampleOf({ management, serverRoots }: AnteroomSubject): Promise<Sample> {
  const metrics = await (await fetch(`${management}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^anteroom_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(metrics)?.[1] ?? 0);
  const open = processTree(serverRoots()).flatMap(({ pid }) => descriptorsOf(pid));
  const sockets = open.filter((target) => target.startsWith('socket:')).length;
  return {
    heap: value('nodejs_heap_size_used_bytes') / 1e6,
    resident: memoryOf(serverRoots()).pssMb,
    sockets,
    files: open.length - sockets,
    lag: value('nodejs_eventloop_lag_p99_seconds') * 1000,
  };
}

function descriptorsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function summary(samples: readonly Sample[]) {
  const of = (name: keyof Sample) => samples.map((sample) => sample[name]).sort((a, b) => a - b);
  const middle = (name: keyof Sample) => Math.round(of(name)[Math.floor(samples.length / 2)] ?? 0);
  return {
    heapMb: Math.round(of('heap')[0] ?? 0),
    residentMb: middle('resident'),
    sockets: middle('sockets'),
    files: middle('files'),
    eventLoopP99Ms: Math.round((of('lag').at(-1) ?? 0) * 10) / 10,
  };
}
