import { AnteroomError, type Log } from '@anteroom/core';
import type { Knex } from 'knex';
import { isConnectionLost } from '../driver-errors.ts';
import { type Circuit, createCircuit, type Line } from './circuit.ts';
import { createProber } from './prober.ts';

/** Callers that may wait for a connection; whoever comes when so many wait is told to come back instead of making the queue longer. */
const MAX_WAITING = 500;
/** After somebody waited in vain the queue is kept short for so long: the server is slower than what is asked of it. */
const SHORT_QUEUE_MS = 1_000;

/** What is used of a client of knex; all calls that reach the server begin with `acquireConnection`. */
interface KnexClient<Driver> {
  /** Absent once it was destroyed. */
  readonly pool?: { numPendingAcquires(): number; readonly max: number };
  acquireConnection(): Promise<Driver>;
  releaseConnection(driver: Driver): Promise<void>;
  acquireRawConnection(): Promise<Driver>;
  destroyRawConnection(driver: Driver): Promise<void>;
  destroy(done?: (error?: unknown) => void): Promise<void>;
}

export interface GuardedPool<Driver> {
  /** A connection of the pool that was just opened. */
  opened(driver: Driver): Line;
  /** To be set once, when knex is there. */
  guard(db: Knex): Knex;
  readonly circuit: Circuit;
}

export interface GuardedPoolDependencies<Driver> {
  readonly ask: (driver: Driver) => Promise<unknown>;
  readonly cut: (driver: Driver) => void;
  readonly log: Log;
}

/** Puts the circuit and a bounded queue in front of a pool of knex, which would wait without end for a server that hangs. */
export function createGuardedPool<Driver extends object>({ ask, cut, log }: GuardedPoolDependencies<Driver>): GuardedPool<Driver> {
  const lines = new Map<Driver, Line>();
  const raw = Promise.withResolvers<KnexClient<Driver>>();
  const circuit = createCircuit({
    prober: createProber({ connect: async () => (await raw.promise).acquireRawConnection(), ask, cut }),
    log,
  });

  return {
    circuit,

    opened(driver) {
      const line = circuit.line(() => cut(driver));
      lines.set(driver, line);
      return line;
    },

    guard(db) {
      const client = db.client as KnexClient<Driver>;
      const acquire = client.acquireConnection.bind(client);
      const destroyRaw = client.destroyRawConnection.bind(client);
      const destroy = client.destroy.bind(client);
      let shortUntil = 0;

      client.acquireConnection = async () => {
        circuit.pass();
        const { pool } = client;
        const allowed = performance.now() < shortUntil ? (pool?.max ?? 0) : MAX_WAITING;
        if (pool !== undefined && pool.numPendingAcquires() >= allowed) {
          throw new AnteroomError('store_unavailable', 'too many callers wait for a connection to the database', { retryAfter: 1 });
        }
        const acquired = acquire().catch((error: unknown) => {
          if ((error as Error).name === 'KnexTimeoutError') shortUntil = performance.now() + SHORT_QUEUE_MS;
          else if (isConnectionLost(error)) circuit.suspect();
          throw error;
        });
        return circuit.guard(acquired, (driver) => void client.releaseConnection(driver));
      };
      client.destroyRawConnection = (driver) => {
        lines.get(driver)?.close();
        lines.delete(driver);
        return destroyRaw(driver);
      };
      client.destroy = (done) => {
        circuit.close();
        return destroy(done);
      };
      raw.resolve(client);
      return db;
    },
  };
}
