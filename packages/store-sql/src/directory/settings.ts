import type { SettingStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import type { SecretBox } from '../secret-box.ts';
import { writeTransaction } from '../write-transaction.ts';

const context = (name: string) => `setting/${name}`;

export function createSqlSettings({
  connection,
  secretBox,
}: {
  readonly connection: Connection;
  readonly secretBox: SecretBox;
}): SettingStore {
  return {
    async get(name) {
      const row: { value: string } | undefined = await connection.db('setting').first('value').where({ name });
      return row === undefined ? null : secretBox.open(row.value, context(name));
    },
    async getOrCreate(name, value) {
      const stored = await writeTransaction(connection, async (trx) => {
        await trx('setting')
          .insert({ name, value: secretBox.seal(value, context(name)) })
          .onConflict('name')
          .ignore();
        const row: { value: string } | undefined = await trx('setting').first('value').where({ name });
        return row?.value;
      });
      return stored === undefined ? value : secretBox.open(stored, context(name));
    },
  };
}
