import type { Leases } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { writeTransaction } from '../write-transaction.ts';
import { databaseTime } from './database-time.ts';

export function createSqlLeases(connection: Connection): Leases {
  return {
    take: (name, holder, seconds) =>
      writeTransaction(connection, async (trx) => {
        const lease = { holder, expires_at: databaseTime(connection, seconds * 1000) };
        const taken = await trx('lease')
          .where({ name })
          .where((any) => any.where({ holder }).orWhere('expires_at', '<=', databaseTime(connection)))
          .update(lease);
        if (taken > 0) return true;
        // Whoever inserts the first row has it; that one or an older one is what is read then.
        await trx('lease')
          .insert({ name, ...lease })
          .onConflict('name')
          .ignore();
        const row: { holder: string } | undefined = await trx('lease').first('holder').where({ name });
        return row?.holder === holder;
      }),
    release: (name, holder) =>
      writeTransaction(connection, async (trx) => {
        await trx('lease').where({ name, holder }).delete();
      }),
  };
}
