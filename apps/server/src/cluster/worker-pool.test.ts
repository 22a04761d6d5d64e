import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Configuration } from '@anteroom/config';
import { createMemoryLog } from '@anteroom/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

const PROGRAM = new URL('./test-rig/worker.mjs', import.meta.url).pathname;

let pool: WorkerPool | null = null;
afterEach(() => pool?.kill());

/** Workers that are told by their arguments what to do. */
function openPool(count: number, ...behaviours: readonly string[]) {
  const log = createMemoryLog();
  let forked = 0;
  let queued = 0;
  const returned: Socket[] = [];
  const made = createWorkerPool({
    count,
    fork: () => {
      forked += 1;
      return fork(PROGRAM, [behaviours[forked - 1] ?? 'serve'], { execArgv: [] });
    },
    start: { configuration: {} as Configuration, base: 'http://localhost' },
    answers: () => ({ spread: () => null, metrics: () => 'from the primary', mails: () => [], clearMails: () => null }),
    mailQueued: () => {
      queued += 1;
    },
    returned: (socket) => returned.push(socket),
    log,
  });
  pool = made;
  return { pool: made, log, returned, forked: () => forked, queued: () => queued };
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('a pool of workers', () => {
  it('is started when every worker serves, and each can be asked', async () => {
    const { pool, queued } = openPool(2);
    await pool.start();
    expect(await Promise.all(pool.ready().map((worker) => worker.ask('metrics', null, 20_000)))).toEqual([
      'from the primary',
      'from the primary',
    ]);
    expect(queued()).toBe(2);
    await pool.drain();
    expect(pool.ready()).toEqual([]);
  }, 30_000);

  it('does not start when a worker says why it cannot serve, or ends without a word', async () => {
    await expect(openPool(2, 'serve', 'refuse').pool.start()).rejects.toMatchObject({
      code: 'configuration',
      message: 'the key is missing',
    });
    pool?.kill();
    await expect(openPool(1, 'end').pool.start()).rejects.toThrow('a worker ended before it served (3)');
  }, 30_000);

  it('replaces a worker that ends later', async () => {
    const { pool, log, forked } = openPool(1, 'serve');
    await pool.start();
    const [first] = pool.ready();
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await until(() => pool.ready().length === 1 && pool.ready()[0]?.pid !== first?.pid);
    expect(forked()).toBe(2);
    expect(log.entries.map(({ event, fields }) => [event, fields.signal])).toEqual([['worker.ended', 'SIGKILL']]);
    await expect(first?.ask('metrics', null, 20_000)).rejects.toThrow('gone');
  }, 30_000);

  it('gives back connections that a worker did not get before it was killed, and closes those that were on their way to it', async () => {
    const { pool, returned } = openPool(1, 'serve');
    await pool.start();
    const [worker] = pool.ready();
    process.kill(worker?.pid ?? 0, 'SIGSTOP');
    const accepted: Socket[] = [];
    const acceptor = createServer({ pauseOnConnect: true }, (socket) => accepted.push(socket));
    await new Promise<void>((resolve) => acceptor.listen(0, '127.0.0.1', resolve));
    const { port } = acceptor.address() as AddressInfo;
    const callers = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')] as const;
    await until(() => accepted.length === 2);
    const closed = callers.map((caller) =>
      once(
        caller.on('error', () => undefined),
        'close',
      ).then(() => caller.localPort),
    );
    for (const socket of accepted) worker?.give(socket);
    await until(() => worker?.waiting === 1);
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await Promise.race(closed);
    await until(() => returned.length === 1 && pool.ready().length === 1);
    expect(returned[0]?.readyState).toBe('open');
    returned[0]?.destroy();
    await Promise.all(closed);
    acceptor.close();
  }, 30_000);
});
