import type { TopicStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { writeTransaction } from '../write-transaction.ts';

export function createSqlTopics(connection: Connection): TopicStore {
  return {
    raise: (name) =>
      writeTransaction(connection, async (trx) => {
        await trx('topic').insert({ name, version: 0 }).onConflict('name').ignore();
        await trx('topic').where({ name }).increment('version', 1);
      }),
    async versions() {
      const rows: { name: string; version: number | string }[] = await connection.db('topic').select('name', 'version');
      return new Map(rows.map((row) => [row.name, Number(row.version)]));
    },
  };
}
