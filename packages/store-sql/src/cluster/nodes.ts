import type { NodeRegistry, ServerNode } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { writeTransaction } from '../write-transaction.ts';
import { databaseTime } from './database-time.ts';

const ALIVE_MS = 20_000;
const KEPT_MS = 24 * 60 * 60 * 1000;

interface NodeRow extends Pick<ServerNode, 'id' | 'host' | 'pid' | 'workers' | 'version'> {
  readonly started_at: number | string;
  readonly last_seen_at: number | string;
  readonly now: number | string;
}

export function createSqlNodes(connection: Connection): NodeRegistry {
  const { db } = connection;
  return {
    async list() {
      const rows: NodeRow[] = await db('server_node')
        .select('*', { now: databaseTime(connection) })
        .orderBy(['started_at', 'id']);
      return rows.map(({ id, host, pid, workers, version, started_at, last_seen_at, now }) => ({
        id,
        host,
        pid: Number(pid),
        workers: Number(workers),
        version,
        startedAt: new Date(Number(started_at)),
        lastSeenAt: new Date(Number(last_seen_at)),
        alive: Number(now) - Number(last_seen_at) < ALIVE_MS,
      }));
    },

    async heartbeat({ id, host, pid, workers, version }) {
      const seen = { host, pid, workers, version, last_seen_at: databaseTime(connection) };
      await writeTransaction(connection, async (trx) => {
        const known = await trx('server_node').where({ id }).update(seen);
        if (known > 0) return;
        await trx('server_node').insert({ id, ...seen, started_at: databaseTime(connection) });
        await trx('server_node').where('last_seen_at', '<', databaseTime(connection, -KEPT_MS)).delete();
      });
    },

    async delete(id) {
      await writeTransaction(connection, async (trx) => {
        await trx('server_node').where({ id }).delete();
      });
    },
  };
}
