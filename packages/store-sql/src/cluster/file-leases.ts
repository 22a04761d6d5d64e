import type { Leases } from '@anteroom/core';
import Database from 'better-sqlite3';

interface Held {
  readonly holder: string;
  readonly lock: Database.Database;
  expiry: NodeJS.Timeout;
}

/**
 * Leases of an embedded database: the holder has a file beside it locked, so nothing is ever written and the system gives the lease back
 * when the process dies, however it dies. One that is only stopped keeps it: whoever shares the file shares the machine, and nobody else
 * could go on with its work.
 */
export function createFileLeases(file: string): Leases {
  const held = new Map<string, Held>();

  function giveBack(name: string): void {
    const lease = held.get(name);
    if (lease === undefined) return;
    held.delete(name);
    clearTimeout(lease.expiry);
    lease.lock.close();
  }

  function keep(name: string, seconds: number): NodeJS.Timeout {
    return setTimeout(() => giveBack(name), seconds * 1000).unref();
  }

  return {
    async take(name, holder, seconds) {
      const mine = held.get(name);
      if (mine !== undefined && mine.holder !== holder) return false;
      if (mine !== undefined) {
        clearTimeout(mine.expiry);
        mine.expiry = keep(name, seconds);
      } else {
        const lock = lockFile(`${file}.${name.replace(/\W/g, '-')}.lock`);
        if (lock === null) return false;
        held.set(name, { holder, lock, expiry: keep(name, seconds) });
      }
      if (seconds <= 0) giveBack(name);
      return true;
    },
    async release(name, holder) {
      if (held.get(name)?.holder === holder) giveBack(name);
    },
  };
}

/** Null when another process, or another handle of this one, has it locked. */
function lockFile(path: string): Database.Database | null {
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
