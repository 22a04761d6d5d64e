import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { AnteroomError, type Log } from '@anteroom/core';
import { type Answers, type Channel, createChannel } from './channel.ts';
import type { ConnectionTaker } from './distribute-connections.ts';
import type { AskedByPrimary, AskedByWorkers, ToldByPrimary, ToldByWorkers, WorkerStart } from './messages.ts';
import { restartDelay, SETTLED_MS } from './restart-delay.ts';

export interface Worker extends ConnectionTaker, Pick<Channel<AskedByPrimary>, 'ask'> {
  readonly pid: number | undefined;
  tell(message: ToldByPrimary): void;
  /** Tells it the beat of a time, unless the one before is still on its way: what a worker that hangs has not read does not pile up. */
  beat(at: number): void;
}

export interface WorkerPoolDependencies {
  readonly count: number;
  readonly fork: () => ChildProcess;
  readonly start: WorkerStart;
  /** What the primary answers; `from` is who asks. */
  readonly answers: (from: Worker) => Answers<AskedByWorkers>;
  readonly mailQueued: () => void;
  /** A connection that a worker did not take over before it ended. */
  readonly returned: (socket: Socket) => void;
  readonly log: Log;
}

export interface WorkerPool {
  /** Those that serve. */
  ready(): readonly Worker[];
  /** Resolves when every worker serves; rejects when one ends before that. */
  start(): Promise<void>;
  tell(message: ToldByPrimary): void;
  beat(at: number): void;
  /** Lets every worker finish what it has; resolves when all are gone. */
  drain(): Promise<void>;
  /** Ends them at once. */
  kill(): void;
}

/** The worker processes of this node. One that ends is replaced: at once the first time, with growing pauses when that goes on. */
export function createWorkerPool({ count, fork, start, answers, mailQueued, returned, log }: WorkerPoolDependencies): WorkerPool {
  const children = new Set<ChildProcess>();
  const serving = new Map<ChildProcess, Worker>();
  let starting = true;
  let stopping = false;
  let quickDeaths = 0;
  let gone: () => void = () => undefined;

  function launch(firstTime?: { ready(): void; failed(error: Error): void }): void {
    const child = fork();
    const began = performance.now();
    const unsent = new Set<Socket>();
    let beating = false;
    let reason: AnteroomError | null = null;
    children.add(child);

    const send = (message: object) => {
      // A worker that is gone is noticed by its exit; what was sent to it meanwhile is lost with it.
      if (child.connected) child.send(message, () => undefined);
    };
    const channel = createChannel<AskedByPrimary, AskedByWorkers>({ send, answers: lazily(() => answers(worker)) });
    const worker: Worker = {
      pid: child.pid,
      get waiting() {
        return unsent.size;
      },
      ask: channel.ask,
      tell: send,
      beat(at) {
        if (beating || !child.connected) return;
        beating = true;
        child.send({ kind: 'beat', at } satisfies ToldByPrimary, () => {
          beating = false;
        });
      },
      give(socket) {
        unsent.add(socket);
        // Our copy is closed as soon as the worker's is on its way. So a connection that is in the line to a worker when that is killed
        // is closed with the line, and one that was not sent yet is still whole.
        child.send({ kind: 'connection' } satisfies ToldByPrimary, socket, { keepOpen: true }, (error) => {
          if (error === null && unsent.delete(socket)) socket.destroy();
        });
      },
    };

    child.on('error', (error) => log.error('worker.error', { pid: child.pid, error }));
    child.on('message', (message) => {
      if (channel.receive(message)) return;
      const told = message as ToldByWorkers;
      switch (told.kind) {
        case 'ready':
          serving.set(child, worker);
          firstTime?.ready();
          return;
        case 'failed':
          reason = new AnteroomError(told.operator ? 'configuration' : 'store_unavailable', told.message);
          return;
        case 'mailQueued':
          return mailQueued();
      }
    });
    // Not `exit`, so that its last words are read before it counts as gone; not `disconnect`, which does not come while a handle is on its way.
    child.once('close', (code, signal) => {
      children.delete(child);
      const served = serving.delete(child);
      channel.close();
      for (const socket of unsent) returned(socket);
      unsent.clear();
      if (children.size === 0) gone();
      if (stopping) return;
      if (starting && !served) return firstTime?.failed(reason ?? new Error(`a worker ended before it served (${signal ?? code})`));
      quickDeaths = performance.now() - began < SETTLED_MS ? quickDeaths + 1 : 1;
      const pauseMs = restartDelay(quickDeaths);
      log.error('worker.ended', { pid: child.pid, exit: code, signal, reason: reason?.message, restartIn: `${pauseMs / 1000} s` });
      setTimeout(() => stopping || launch(), pauseMs);
    });
    send({ kind: 'start', start } satisfies ToldByPrimary);
  }

  return {
    ready: () => [...serving.values()],
    async start() {
      const launched = Array.from({ length: count }, () => new Promise<void>((ready, failed) => launch({ ready, failed })));
      await Promise.all(launched);
      starting = false;
    },
    tell(message) {
      for (const worker of serving.values()) worker.tell(message);
    },
    beat(at) {
      for (const worker of serving.values()) worker.beat(at);
    },
    async drain() {
      stopping = true;
      for (const child of children) if (!serving.has(child)) child.kill('SIGKILL');
      for (const worker of serving.values()) worker.tell({ kind: 'drain' });
      if (children.size > 0)
        await new Promise<void>((resolve) => {
          gone = resolve;
        });
    },
    kill() {
      stopping = true;
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

/** Answers that can only be made when the worker they belong to is. */
function lazily<T extends object>(make: () => T): T {
  return new Proxy({} as T, { get: (_, name) => Reflect.get(make(), name) });
}
