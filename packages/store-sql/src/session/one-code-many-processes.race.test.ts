import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeRecord, SessionStore } from '@anteroom/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../connect.ts';
import type { Connection } from '../connection.ts';
import { createSqlSessionStore } from './sql-session-store.ts';
import { createSessionTables } from './test-rig/create-session-tables.ts';
import type { RaceVerb } from './test-rig/racer.ts';
import { type Racers, startRacers } from './test-rig/racers.ts';

const PROCESSES = 50;
const CODE: CodeRecord = { v: 1, client: 'web', user: 'alice', session: null, generation: null, protocolState: {}, snapshot: null };

describe('one code and fifty processes on one SQLite file', () => {
  let folder: string;
  let connection: Connection;
  let store: SessionStore;
  let racers: Racers;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'code-race-'));
    const url = `sqlite:${join(folder, 'race.db')}`;
    connection = connect(url);
    await createSessionTables(connection.db);
    store = createSqlSessionStore({ db: { connection }, clock: { now: () => new Date() } });
    racers = await startRacers(url, PROCESSES, join(folder, 'compiled'));
  }, 60_000);

  afterAll(async () => {
    await racers.stop();
    await store.close();
    await connection.db.destroy();
    await rm(folder, { recursive: true });
  });

  /** Winners of each round; every round has a code of its own. */
  const winnersOf = async (verb: RaceVerb, rounds: number): Promise<readonly number[]> => {
    const winners: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const key = { type: 'code', realmId: 'acme', id: `s.${verb}-${round}` } as const;
      await store.create(key, CODE, { expiresAt: new Date(Date.now() + 600_000) });
      winners.push(await racers.race(verb, key));
    }
    return winners;
  };

  it('lets exactly one process redeem it, in each of twenty rounds', async () => {
    expect(await winnersOf('consume', 20)).toEqual(Array.from({ length: 20 }, () => 1));
  }, 60_000);

  it('lets exactly one process take it, in each of five rounds', async () => {
    expect(await winnersOf('take', 5)).toEqual(Array.from({ length: 5 }, () => 1));
  }, 60_000);

  it('has several winners in the same race when the consume is blind', async () => {
    expect(Math.max(...(await winnersOf('blind-consume', 20)))).toBeGreaterThan(1);
  }, 60_000);
});
