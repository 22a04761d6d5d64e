import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Configuration } from '@anteroom/config';
import { aggregateMetrics, baseUrl, createMetrics, type Lifecycle, mergeResults, type Readiness } from '@anteroom/http';
import { composeBackground } from '../compose-background.ts';
import { type CoreInput, composeCore } from '../compose-core.ts';
import { composeManagement } from '../compose-management.ts';
import { ensureFirstStart } from '../first-start.ts';
import { listenOn } from '../listen.ts';
import { listenForManagement } from '../listen-for-management.ts';
import { readinessOf } from '../readiness-of.ts';
import { settle } from '../settle.ts';
import { closeServer, shutdownOnSignal } from '../shutdown.ts';
import { printBanner } from '../start-banner.ts';
import type { Changed } from './changed.ts';
import { createDistributor } from './distribute-connections.ts';
import { SPREAD_LIMIT_MS, startBeats } from './freshness.ts';
import { thisNode } from './this-node.ts';
import { createWorkerPool, type Worker, type WorkerPool } from './worker-pool.ts';

const ASK_LIMIT_MS = 3000;

/**
 * A node of several processes (settled 23). This one takes the ports, brings the schema up to date, makes the first realm, works in the
 * background, answers health and metrics, and hands every connection to one of the workers.
 */
export async function serveNode(input: CoreInput): Promise<void> {
  const { configuration, ids, log } = input;
  const lifecycle: Lifecycle = { started: false, stopping: false };
  let pool: WorkerPool | null = null;
  const serving = () => pool?.ready() ?? [];
  const distributor = createDistributor(serving);
  const port = await listenOn(distributor.server, { ...configuration.http, setting: 'ANTEROOM_HTTP_PORT' });
  const base = baseUrl(configuration.hostname ?? `http://localhost:${port}`);

  const tellWorkers = async (changed: Changed, except: Worker | null = null) => {
    const others = serving().filter((worker) => worker !== except);
    await Promise.allSettled(others.map((worker) => worker.ask('hear', changed, SPREAD_LIMIT_MS)));
  };
  const core = await composeCore({ ...input, siblings: { tell: tellWorkers } });
  await ensureFirstStart(core);
  const background = composeBackground({ core, base, node: thisNode({ ids, workers: configuration.workers }) });
  const ownMetrics = createMetrics();
  const metrics = async () => aggregateMetrics([await ownMetrics.data(), ...(await ask(serving(), 'metrics'))]);

  const workers = createWorkerPool({
    count: configuration.workers,
    fork: () => fork(process.argv[1] as string, ['worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    start: { configuration: { ...configuration, hashConcurrency: hashesPerWorker(configuration) }, base: base.text },
    answers: (from) => ({
      spread: async (changed) => {
        await Promise.all([core.changes.hear(changed), tellWorkers(changed, from)]);
        return null;
      },
      metrics,
      mails: async () => JSON.parse(JSON.stringify(await background.mails.list())),
      clearMails: async () => {
        await background.mails.clear();
        return null;
      },
    }),
    mailQueued: () => background.poke(),
    returned: (socket) => distributor.give(socket),
    log,
  });
  pool = workers;
  const beats = startBeats((at) => workers.beat(at));
  await workers.start().catch((error: unknown) => {
    workers.kill();
    throw error;
  });

  const ownReadiness = readinessOf(core);
  const readiness: Readiness = async () => {
    const [own, answers] = await Promise.all([ownReadiness(), ask(serving(), 'health')]);
    const answering = { name: 'workers', status: answers.length > 0 ? 'UP' : 'DOWN' } as const;
    return [...mergeResults([own, ...answers]), answering];
  };
  const management = await listenForManagement(configuration, composeManagement({ core, base, lifecycle, readiness, metrics }));
  lifecycle.started = true;
  background.start();
  shutdownOnSignal({
    begin: () => {
      lifecycle.stopping = true;
      workers.tell({ kind: 'stopping' });
    },
    delaySeconds: configuration.shutdownDelay,
    steps: [
      // What was accepted has been given away when this returns; the workers hear of the end after it.
      async () => void distributor.server.close(),
      () => workers.drain(),
      () => background.stop(),
      async () => beats.stop(),
      () => core.close(),
      async () => (management === null ? undefined : closeServer(management.server)),
    ],
    abort: () => workers.kill(),
    log,
  });
  await printBanner({ core, base, port, host: configuration.http.host, management: management?.port ?? null });
  settle();
}

/** Every process hashes in a lane of its own; together they hash as many passwords as one would. */
function hashesPerWorker({ hashConcurrency, workers }: Configuration): number {
  return Math.max(1, Math.ceil((hashConcurrency ?? availableParallelism()) / workers));
}

/** The answers of those who answer. */
async function ask<K extends 'health' | 'metrics'>(workers: readonly Worker[], kind: K) {
  const answers = await Promise.allSettled(workers.map((worker) => worker.ask(kind, null, ASK_LIMIT_MS)));
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}
