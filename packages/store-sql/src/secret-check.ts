import { AnteroomError } from '@anteroom/core';
import type { Connection } from './connection.ts';
import type { SecretBox } from './secret-box.ts';
import { writeTransaction } from './write-transaction.ts';

const NAME = 'secret-key-check';

/** No node has written a check value yet. */
export async function isDatabaseEmpty(connection: Connection): Promise<boolean> {
  return (await connection.db('setting').first('name').where({ name: NAME })) === undefined;
}

/**
 * The first node leaves a check value of its key in the database; every later one must have the same key (settled 24). Throws
 * `key_missing` otherwise; its message is one line that says what to do.
 */
export async function verifySecretKey(connection: Connection, secretBox: SecretBox): Promise<void> {
  const stored = await writeTransaction(connection, async (trx) => {
    await trx('setting').insert({ name: NAME, value: secretBox.checkValue() }).onConflict('name').ignore();
    const row: { value: string } | undefined = await trx('setting').first('value').where({ name: NAME });
    return row?.value ?? '';
  });
  if (secretBox.matchesCheckValue(stored)) return;
  throw new AnteroomError(
    'key_missing',
    'this database was written with another secret key: set ANTEROOM_SECRET_KEY (or restore secret.key in the data directory) to the key it was written with',
  );
}
