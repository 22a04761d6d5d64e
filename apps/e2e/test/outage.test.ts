import { setTimeout as wait } from 'node:timers/promises';
import type { RedisProcess } from '@anteroom/testkit/services';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { type Outages, surviveOutages } from '../src/kill/outage.ts';
import { rounds } from '../src/rounds.ts';

const FAULTS = rounds(1);
const STEPS = 60;
let installation: Installation | null = null;
afterEach(() => installation?.stop());

function report(what: string, { counts, acknowledged, secondsWithoutService }: Outages): void {
  const { broken, ...sums } = counts;
  process.stderr.write(
    `${what}: ${secondsWithoutService.length} times, ${acknowledged} steps acknowledged, ${broken.length} broken, ` +
      `seconds without service ${secondsWithoutService.join(' ')}: ${JSON.stringify(sums)}\n`,
  );
}

describe('a server that nobody restarts', () => {
  it('has lost nothing when PostgreSQL was killed under it and came back', async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'sql' });
    const { postgres } = installation;
    const found = await surviveOutages({
      installation,
      faults: FAULTS,
      steps: STEPS,
      fault: async () => {
        postgres!.kill();
        await postgres!.restart();
      },
    });
    report('PostgreSQL killed', found);
    expect(found.counts.broken).toEqual([]);
  }, 900_000);

  it('has lost nothing when the Redis that keeps its sessions was killed and came back', async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'redis' });
    const { redis } = installation.store;
    const found = await surviveOutages({ installation, faults: FAULTS, steps: STEPS, fault: () => redis!.restart() });
    report('Redis killed', found);
    expect(found.counts.broken).toEqual([]);
  }, 900_000);

  it('has lost nothing when the Redis master was killed and Sentinel made another', async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'sentinel' });
    const { sentinels } = installation.store;
    let master: RedisProcess | null = null;
    const found = await surviveOutages({
      installation,
      faults: FAULTS,
      steps: STEPS,
      fault: async () => {
        master = await sentinels!.master();
        master.kill('SIGKILL');
        while ((await sentinels!.master()) === master) await wait(50);
      },
      // The old master comes back as a replica of the new one.
      repair: async () => {
        await master!.restart();
        // A sentinel that gives it its new role closes the connections it has.
        while (!(await master!.command('ROLE').catch(() => '')).includes('connected')) await wait(50);
      },
    });
    report('Redis master killed under Sentinel', found);
    expect(found.counts.broken).toEqual([]);
  }, 900_000);

  it('has lost nothing when a master of a Redis cluster was killed and its replica took over', async () => {
    installation = await createInstallation({ database: 'postgres', sessions: 'cluster' });
    const { cluster } = installation.store;
    const found = await surviveOutages({
      installation,
      faults: 1,
      steps: STEPS,
      fault: async () => cluster!.nodes[0]!.kill('SIGKILL'),
    });
    report('Redis master of a cluster killed', found);
    expect(found.counts.broken).toEqual([]);
  }, 900_000);
});
