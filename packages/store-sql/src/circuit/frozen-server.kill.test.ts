import { setTimeout as wait } from 'node:timers/promises';
import { isAnteroomError, type SessionStore } from '@anteroom/core';
import { createMemoryLog, type MemoryLog, startMariadb, startPostgres, type TestService } from '@anteroom/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../connect.ts';
import type { Connection } from '../connection.ts';
import { createSqlSessionStore } from '../session/sql-session-store.ts';
import { createServerRig } from '../test-rig/server-rig.ts';

const expiresAt = new Date(Date.now() + 3_600_000);
const key = (id: string) => ({ type: 'marker', realmId: 'acme', id: `s.${id}` }) as const;
const note = (text: string) => ({ v: 1 as const, note: text });

function cases(startService: () => Promise<TestService>, { forks = false } = {}): void {
  const rig = createServerRig(startService);
  let connection: Connection;
  let store: SessionStore;
  let log: MemoryLog;

  beforeAll(rig.start, 120_000);
  afterAll(rig.stop);
  beforeEach(() => {
    log = createMemoryLog();
    connection = connect(rig.url, log);
    store = createSqlSessionStore({ db: { connection }, clock: { now: () => new Date() } });
  });
  afterEach(async () => {
    rig.service.thaw();
    await connection.db.destroy();
  });

  const refused = async (call: () => Promise<unknown>): Promise<boolean> => {
    try {
      await call();
      return false;
    } catch (error) {
      if (!isAnteroomError(error, 'store_unavailable') || error.retryAfter === null) throw error;
      return true;
    }
  };
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await wait(20);
  };
  const times = (event: string) => log.entries.filter((entry) => entry.event === event).length;
  const logged = (event: string) => times(event) > 0;

  it('refuses a flood of calls after a moment, then at once, and serves again by itself when it goes on', async () => {
    await store.create(key('kept'), note('first'), { expiresAt });
    rig.service.freeze();
    const began = performance.now();
    const flood = await Promise.all([
      ...Array.from({ length: 1500 }, () => refused(() => store.get(key('kept')))),
      ...Array.from({ length: 500 }, (_, at) => refused(() => store.create(key(`flood-${at}`), note(''), { expiresAt }))),
    ]);
    expect(flood.every(Boolean)).toBe(true);
    // The statement time-outs alone would take twenty seconds.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(logged('database.circuit_open')).toBe(true);
    expect(await refused(() => store.ping())).toBe(true);
    const again = performance.now();
    expect(await refused(() => store.get(key('kept')))).toBe(true);
    expect(performance.now() - again).toBeLessThan(200);
    rig.service.thaw();
    await until(() => logged('database.circuit_closed'));
    expect((await store.get(key('kept')))?.value.note).toBe('first');
    await store.ping();
  }, 60_000);

  it('loses no acknowledged write when it stands still in the middle of many', async () => {
    const acknowledged = new Set<string>();
    let running = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let at = 0; running; at += 1) {
        const id = `w${writer}-${at}`;
        if (!(await refused(() => store.create(key(id), note(id), { expiresAt })))) acknowledged.add(id);
        else await wait(10);
      }
    });
    await until(() => acknowledged.size > 100);
    rig.service.freeze();
    await until(() => refused(() => store.get(key('nothing'))));
    rig.service.thaw();
    const before = acknowledged.size;
    await until(() => acknowledged.size > before + 100);
    running = false;
    await Promise.all(writers);
    const lost: string[] = [];
    for (const id of acknowledged) if ((await store.get(key(id))) === null) lost.push(id);
    expect(lost).toEqual([]);
  }, 60_000);

  // MariaDB has threads, which cannot be stopped one by one.
  if (forks) {
    it('is served on new connections when those that were open lead nowhere', async () => {
      await store.create(key('stuck'), note('first'), { expiresAt });
      await store.ping();
      rig.service.freeze('workers');
      const began = performance.now();
      expect(await refused(() => store.get(key('stuck')))).toBe(true);
      await until(async () => !(await refused(() => store.get(key('stuck')))));
      // The time-out of an answer alone is twenty.
      expect(performance.now() - began).toBeLessThan(15_000);
      expect(logged('database.circuit_open')).toBe(false);
    }, 60_000);
  }

  it('is not taken for one that hangs while a statement waits for a lock', async () => {
    await store.create(key('locked'), note('first'), { expiresAt });
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const holder = rig.connection.db.transaction(async (trx) => {
      await trx('record_marker').where({ id: 's.locked' }).update({ expires_at: expiresAt.getTime() });
      held.resolve();
      await release.promise;
    });
    await held.promise;
    await store.ping();
    const questions = times('database.answers');
    const writing = store.put(key('locked'), 1, note('second'), { expiresAt });
    await until(() => times('database.answers') > questions);
    release.resolve();
    await holder;
    expect(await writing).toBe(true);
    expect(logged('database.circuit_open')).toBe(false);
  }, 30_000);
}

describe('a PostgreSQL that stands still', () => cases(() => startPostgres({ environment: {} }), { forks: true }));
describe('a MariaDB that stands still', () => cases(() => startMariadb({ environment: {} })));
