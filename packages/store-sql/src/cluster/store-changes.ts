import { type StoreChanges, storePlacesSchema } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { writeTransaction } from '../write-transaction.ts';

const NAME = 'current';

/** One row says where the records of every store are; each process answers with a row of its own. */
export function createSqlStoreChanges(connection: Connection): StoreChanges {
  return {
    async get() {
      const row: { revision: number | string; state: string } | undefined = await connection
        .db('session_store_change')
        .first('revision', 'state')
        .where({ name: NAME });
      return row === undefined ? null : { revision: Number(row.revision), places: storePlacesSchema.parse(JSON.parse(row.state)) };
    },

    put: (revision, places) =>
      writeTransaction(connection, async (trx) => {
        const state = JSON.stringify(places);
        const next = revision + 1;
        if (revision > 0) {
          const replaced = await trx('session_store_change').where({ name: NAME, revision }).update({ revision: next, state });
          return replaced === 1 ? next : null;
        }
        const row: { revision: number | string } | undefined = await trx('session_store_change').first('revision').where({ name: NAME });
        if (row !== undefined) return null;
        await trx('session_store_change').insert({ name: NAME, revision: next, state }).onConflict('name').ignore();
        const stored: { state: string } | undefined = await trx('session_store_change').first('state').where({ name: NAME });
        return stored?.state === state ? next : null;
      }),

    answer: (process, epoch, tags) =>
      writeTransaction(connection, async (trx) => {
        // Answers to earlier questions are of no use to anybody.
        await trx('session_store_answer').where('epoch', '<', epoch).delete();
        await trx('session_store_answer')
          .insert({ process, epoch, tags: JSON.stringify(tags) })
          .onConflict('process')
          .merge();
      }),

    async answers(epoch) {
      const rows: { process: string; tags: string }[] = await connection
        .db('session_store_answer')
        .select('process', 'tags')
        .where({ epoch });
      return rows.map(({ process, tags }) => ({ process, tags: JSON.parse(tags) }));
    },
  };
}
