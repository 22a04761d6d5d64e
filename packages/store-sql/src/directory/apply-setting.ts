import { AnteroomError, type Change } from '@anteroom/core';
import { settingContext } from './settings.ts';
import type { Unit } from './unit.ts';

/** The name is the table's key, so a racing unit waits here for the other's commit and then finds the row. */
export async function applySetting({ trx, secretBox }: Unit, { name, value }: Extract<Change, { kind: 'create-setting' }>): Promise<void> {
  const sealed = secretBox.seal(value, settingContext(name));
  await trx('setting').insert({ name, value: sealed }).onConflict('name').ignore();
  // Which row stands there is read, because dialects count ignored rows differently; no two seals are equal.
  const row: { value: string } | undefined = await trx('setting').first('value').where({ name }).forUpdate();
  if (row?.value !== sealed) throw new AnteroomError('conflict', `setting ${name} exists`);
}
