import { once } from 'node:events';
import type { Socket } from 'node:net';
import { AnteroomError, isAnteroomError } from '@anteroom/core';
import { baseUrl, type DevMails } from '@anteroom/http';
import { composeCore } from '../compose-core.ts';
import { composeServer } from '../compose-server.ts';
import { createLog } from '../log.ts';
import { settle } from '../settle.ts';
import { createSparingLog } from '../sparing-log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';
import { type Channel, createChannel } from './channel.ts';
import { createFreshness, SPREAD_LIMIT_MS } from './freshness.ts';
import type { AskedByPrimary, AskedByWorkers, ToldByPrimary, ToldByWorkers, WorkerStart } from './messages.ts';
import { createConnectionServer } from './take-connections.ts';

const ASK_LIMIT_MS = 5000;

/** One of the processes that answer requests. Its life is its primary's: it obeys no signal, and ends when the primary is gone. */
export async function serveWorker(): Promise<void> {
  if (process.send === undefined) throw new AnteroomError('configuration', 'worker is started by the server itself: use start');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
  process.once('disconnect', () => process.exit(1));
  const [message] = (await once(process, 'message')) as [ToldByPrimary];
  if (message.kind !== 'start') throw new Error(`the first message was ${message.kind}`);
  try {
    await serve(message.start);
    await tell({ kind: 'ready' });
    settle();
  } catch (error) {
    const operator = isAnteroomError(error, 'configuration') || isAnteroomError(error, 'key_missing');
    const text = isAnteroomError(error) ? error.message : ((error as Error).stack ?? String(error));
    await tell({ kind: 'failed', message: text, operator });
    process.exit(1);
  }
}

async function serve({ configuration, base }: WorkerStart): Promise<void> {
  const log = createSparingLog(createLog({ level: configuration.logLevel, json: configuration.mode === 'production' }), clock);
  const freshness = createFreshness();
  const channel: Channel<AskedByWorkers> = createChannel<AskedByWorkers, AskedByPrimary>({
    send: (frame) => process.send?.(frame, undefined, undefined, () => undefined),
    answers: {
      hear: async (changed) => {
        await core.changes.hear(changed);
        return null;
      },
      health: () => server.readiness(),
      metrics: () => server.metrics.data(),
    },
  });
  const core = await composeCore({
    configuration,
    clock,
    ids,
    log,
    siblings: { tell: (changed) => channel.ask('spread', changed, SPREAD_LIMIT_MS).then(nothing, nothing) },
    upToDate: freshness.isFresh,
    powerCut: () => {
      process.kill(process.ppid, 'SIGKILL');
    },
  });
  const server = await composeServer({
    core,
    base: baseUrl(base),
    mails: mailsOf(channel),
    mailQueued: () => void tell({ kind: 'mailQueued' }),
    metricsText: () => channel.ask('metrics', null, ASK_LIMIT_MS),
  });
  server.lifecycle.started = true;
  const connections = createConnectionServer(server.app.callback(), server.lifecycle);

  let state: 'new' | 'joining' | 'joined' = 'new';
  /** What was read while the process came up may have changed before the primary counted it among those to tell. */
  const join = () => {
    state = 'joining';
    core.changes.catchUp().then(
      () => {
        state = 'joined';
      },
      () => {
        state = 'new';
      },
    );
  };
  process.on('message', (message, socket) => {
    if (channel.receive(message)) return;
    const told = message as ToldByPrimary;
    switch (told.kind) {
      case 'connection':
        // Nothing comes with it when the caller hung up on the way.
        if (socket !== undefined) connections.take(socket as Socket);
        return;
      case 'beat':
        if (state === 'joined') return freshness.beat(told.at);
        if (state === 'new') join();
        return;
      case 'stopping':
        server.lifecycle.stopping = true;
        return;
      case 'drain':
        void connections
          .drain()
          .then(() => core.close())
          .finally(() => process.exit(0));
    }
  });
}

/** Captured mail is where it was captured: in the primary. */
function mailsOf(channel: Channel<AskedByWorkers>): DevMails {
  return {
    list: async () => (await channel.ask('mails', null, ASK_LIMIT_MS)).map((mail) => ({ ...mail, sentAt: new Date(mail.sentAt) })),
    clear: async () => {
      await channel.ask('clearMails', null, ASK_LIMIT_MS);
    },
  };
}

function tell(message: ToldByWorkers): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

function nothing(): void {}
