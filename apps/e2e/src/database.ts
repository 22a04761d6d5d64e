import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';

const SETTLED_MS = 200;

/** Rows of every table, counted at the database itself. */
export function countRows(dataDir: string): Readonly<Record<string, number>> {
  const database = new Database(join(dataDir, 'anteroom.db'), { readonly: true });
  try {
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
      .all() as { name: string }[];
    return Object.fromEntries(
      tables.map(({ name }) => [name, (database.prepare(`select count(*) as n from "${name}"`).get() as { n: number }).n]),
    );
  } finally {
    database.close();
  }
}

/** Every row of a table, for comparing before and after. */
function allRows(dataDir: string, table: string): readonly unknown[] {
  const database = new Database(join(dataDir, 'anteroom.db'), { readonly: true });
  try {
    return database.prepare(`select * from "${table}" order by rowid`).all();
  } finally {
    database.close();
  }
}

/** Hashes of the file and of its log, of which nothing may be left when nobody has it open: equal before and after, nobody has written. */
export function bytesOf(dataDir: string): readonly string[] {
  return ['anteroom.db', 'anteroom.db-wal'].flatMap((name) => {
    const path = join(dataDir, name);
    const bytes = existsSync(path) ? readFileSync(path) : '';
    if (bytes.length === 0) return [];
    return `${name}: ${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex')}`;
  });
}

function tables(dataDir: string): readonly string[] {
  return Object.keys(countRows(dataDir));
}

/** A fingerprint of the whole content, so that "nothing was written" is said of every table at once. */
export function contentOf(dataDir: string): string {
  return JSON.stringify(
    tables(dataDir).map((table) => [table, allRows(dataDir, table)]),
    (_, value) => (Buffer.isBuffer(value) ? value.toString('base64') : value),
  );
}

/** The content once nothing is written any more: a mail that was received is marked as sent a moment later. */
export async function settledContentOf(dataDir: string): Promise<string> {
  for (let before = contentOf(dataDir); ; ) {
    await setTimeout(SETTLED_MS);
    const now = contentOf(dataDir);
    if (now === before) return now;
    before = now;
  }
}

/** One session as it is stored: its record with version and times, and its index entries. */
export function storedSession(dataDir: string, sid: string): string {
  const rowsOf = (table: string) => allRows(dataDir, table).filter((row) => (row as { id: string }).id === sid);
  return JSON.stringify([rowsOf('record_session'), rowsOf('record_index')]);
}
