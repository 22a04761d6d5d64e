import type { SettingStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import type { SecretBox } from '../secret-box.ts';
import { writeTransaction } from '../write-transaction.ts';

/** What a sealed setting is bound to. */
export const settingContext = (name: string): string => `setting/${name}`;

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
      return row === undefined ? null : secretBox.open(row.value, settingContext(name));
    },
    async getOrCreate(name, value) {
      const stored = await writeTransaction(connection, async (trx) => {
        await trx('setting')
          .insert({ name, value: secretBox.seal(value, settingContext(name)) })
          .onConflict('name')
          .ignore();
        const row: { value: string } | undefined = await trx('setting').first('value').where({ name });
        return row?.value;
      });
      return stored === undefined ? value : secretBox.open(stored, settingContext(name));
    },
  };
}
