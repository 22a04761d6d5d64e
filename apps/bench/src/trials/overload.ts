import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { closedLoop } from '../load/closed-loop.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { openLoop } from '../load/open-loop.ts';
import type { Site } from '../operations/operation.ts';
import { passwordRequest } from '../operations/token-request.ts';
import type { Subject } from '../subject/subject.ts';
import { memoryOf } from '../system/usage.ts';
import type { FloodOrder, FloodReport } from './flood.ts';
import { from, makeSite, type Traffic, tokenTraffic, trafficOf } from './traffic.ts';

export interface OverloadReport {
  /** Passwords verified per second when as many are asked for as are answered, and what was offered then. */
  readonly hashesPerSecond: number;
  readonly offeredPerSecond: number;
  readonly flood: FloodReport;
  /** Token requests at a fixed rate, alone and beside the flood. */
  readonly tokens: { readonly idle: Traffic; readonly flooded: Traffic };
  /** Password logins of other people, from other networks, beside the flood. */
  readonly people: Traffic;
  /** Milliseconds from the flood's last answer to the last token request that took more than three times the idle p99. */
  readonly recoveredAfterMs: number;
  /** Proportional set size of the server in megabytes: before, and at ten moments of the flood. */
  readonly memoryMb: { readonly before: number; readonly during: readonly number[] };
}

const TOKENS_PER_SECOND = 50;
const PEOPLE_PER_SECOND = 2;
const IDLE_SECONDS = 20;
const CAPACITY_SECONDS = 6;
const AFTER_SECONDS = 6;
const TIMES = 10;
const SAMPLES = 10;
const FLOODER = '198.51.100.66';

/** Ten times what the cores can hash is offered from one network, while applications ask for tokens and other people sign in. */
export async function overload(subject: Subject, { seconds, users }: { readonly seconds: number; readonly users: number }) {
  const ask = await tokenTraffic(await makeSite(subject, 'negligible', users), TOKENS_PER_SECOND);
  const logins = await makeSite(subject, 'default', users);
  await ask(5);
  const idle = await trafficOf((onAnswer) => ask(IDLE_SECONDS, onAnswer));
  const hashesPerSecond = await capacityOf(logins);

  const before = Math.round(memoryOf(subject.serverRoots()).pssMb);
  const during: number[] = [];
  const sampling = setInterval(() => during.push(Math.round(memoryOf(subject.serverRoots()).pssMb)), (seconds * 1000) / SAMPLES);
  const offeredPerSecond = Math.round(hashesPerSecond * TIMES);
  const [flood, flooded, people] = await Promise.all([
    startFlood({
      base: subject.base,
      protocol: logins.protocol,
      users,
      perSecond: offeredPerSecond,
      seconds,
      connections: 400,
      from: FLOODER,
    }),
    trafficOf((onAnswer) => ask(seconds, onAnswer)),
    trafficOf((onAnswer) => signIn(logins, seconds, onAnswer)),
  ]);
  clearInterval(sampling);

  const ended = performance.now();
  let slowAt = ended;
  await ask(AFTER_SECONDS, ({ ms, at }) => {
    if (ms > idle.latency.p99 * 3) slowAt = at;
  });
  const recoveredAfterMs = slowAt - ended;
  const report: OverloadReport = {
    ...{ hashesPerSecond, offeredPerSecond, flood, people, recoveredAfterMs },
    tokens: { idle, flooded },
    memoryMb: { before, during },
  };
  return report;
}

function signIn({ subject, protocol, realm }: Site, seconds: number, onAnswer: Parameters<typeof openLoop>[0]['onAnswer']) {
  const request = (index: number) => from(`203.0.113.${index % 200}`, passwordRequest({ protocol }, index % realm.users));
  return openLoop({ base: subject.base, perSecond: PEOPLE_PER_SECOND, seconds, connections: 32, request, onAnswer });
}

async function capacityOf({ subject, protocol, realm }: Site): Promise<number> {
  const connections = Array.from({ length: 8 }, () => new HttpConnection(new URL(subject.base)));
  let next = 0;
  const callers = connections.map((connection) => async () => {
    next = (next + 1) % realm.users;
    const { status } = await connection.send(passwordRequest({ protocol }, next));
    if (status !== 200) throw new Error(`no tokens: ${status}`);
  });
  const { requests, seconds } = await closedLoop(callers, CAPACITY_SECONDS);
  for (const connection of connections) connection.close();
  return requests / seconds;
}

async function startFlood(workerData: FloodOrder): Promise<FloodReport> {
  const worker = new Worker(new URL('./flood.ts', import.meta.url), { workerData });
  const [report] = (await once(worker, 'message')) as [FloodReport];
  await worker.terminate();
  return report;
}
