import { randomInt } from 'node:crypto';
import { startPostgres, type TestService } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attack } from './hostile/attack.ts';
import { PROTOCOL_TARGETS } from './hostile/surface.ts';
import { createWatchingLog } from './hostile/watching-log.ts';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

/** By hand: `ANTEROOM_TEST_REQUESTS=20000 ANTEROOM_TEST_SEED=random`, and `ANTEROOM_TEST_DATABASE=postgres` for a private PostgreSQL. */
const REQUESTS = Number(process.env.ANTEROOM_TEST_REQUESTS ?? 2_000);
const given = process.env.ANTEROOM_TEST_SEED;
const SEED = given === 'random' ? randomInt(2 ** 31) : Number(given ?? 20261129);
/** What the realms and caches of a run may take more than at its first third. */
const GROWTH_MB = 40;

describe('whatever is sent anywhere', () => {
  const log = createWatchingLog();
  let server: InProcessServer;
  let database: TestService | null = null;
  beforeAll(async () => {
    database = process.env.ANTEROOM_TEST_DATABASE === 'postgres' ? await startPostgres() : null;
    server = await startInProcess({ log, env: database === null ? {} : { DATABASE_URL: database.url } });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await database?.stop();
  });

  it('goes to every place below a realm that answers', () => {
    const known = new Set(PROTOCOL_TARGETS.map(({ path }) => path.replace('/realms/:realm', '')));
    expect(server.realmPaths.filter((path) => !known.has(path))).toEqual([]);
    expect(server.realmPaths.length).toBeGreaterThan(30);
  });

  it('D105, B194: is answered without a failure, a secret, a trace, or anything given for what was forged', async () => {
    process.stderr.write(`hostile: seed ${SEED}\n`);
    const { findings, statuses, routes, heapMb } = await attack({ server, log, seed: SEED, requests: REQUESTS });
    const [early, late] = heapMb.map(Math.round);
    process.stderr.write(
      `hostile: ${REQUESTS} requests to ${routes} places, answers ${JSON.stringify(statuses)}, heap ${early} → ${late} MB\n`,
    );
    expect(findings).toEqual([]);
    expect(heapMb[1] - heapMb[0]).toBeLessThan(GROWTH_MB);
  }, 3_600_000);
});
