import { join } from 'node:path';
import { AdminClient } from '../admin.ts';
import type { Installation } from '../installation/installation.ts';
import { newDataDir, removeDataDir } from '../server.ts';
import { LOGINS_UNDER_WAY } from './kill-at-failpoints.ts';
import { createKillRealm } from './kill-realm.ts';
import { Ledger } from './ledger.ts';
import { loadUntil } from './load.ts';
import { patiently, steady } from './patiently.ts';
import { addCounts, noCounts, type PromiseCounts, verifyPromises } from './verify-promises.ts';

export interface Outages {
  readonly counts: PromiseCounts;
  readonly acknowledged: number;
  /** Of each fault: seconds of the longest time without an acknowledgement. */
  readonly secondsWithoutService: readonly number[];
}

export interface OutageOptions {
  readonly installation: Installation;
  readonly faults: number;
  /** Acknowledged steps before each fault, and again after it. */
  readonly steps: number;
  /** Takes something away under load; resolves when there is nothing more to wait for but the server itself. */
  readonly fault: () => Promise<void>;
  /** After the load: makes everything whole, so that the next fault finds what it needs. */
  readonly repair?: () => Promise<void>;
}

/** One server that nobody restarts, under load; what it stands on is taken away again and again. Then what it acknowledged is looked for. */
export async function surviveOutages({ installation, faults, steps, fault, repair = async () => {} }: OutageOptions): Promise<Outages> {
  const folder = newDataDir();
  const server = await installation.startNode({ port: installation.port });
  const admin = new AdminClient(server);
  await createKillRealm(admin);
  const counts = noCounts();
  const secondsWithoutService: number[] = [];
  let acknowledged = 0;
  for (let round = 0; round < faults; round++) {
    const ledger = new Ledger(join(folder, `ledger-${round}`));
    const story = (async () => {
      await reach(ledger, steps);
      await fault();
      await reach(ledger, ledger.count + steps);
    })();
    const { serverErrors } = await loadUntil(server, ledger, LOGINS_UNDER_WAY, Promise.race([story, server.exited]));
    await story;
    await repair();
    await steady(server);
    secondsWithoutService.push(Math.round(ledger.longestPause() * 10) / 10);
    acknowledged += ledger.count;
    addCounts(counts, await verifyPromises(server, ledger.read()), `fault ${round}`);
    counts.broken.push(...serverErrors.map((line) => `fault ${round}: ${line}`));
    await patiently(() => admin.call('DELETE', '/kill/attack-detection/brute-force/users'));
  }
  if (server.process.exitCode !== null) counts.broken.push('the server ended by itself');
  removeDataDir(folder);
  return { counts, acknowledged, secondsWithoutService };
}

async function reach(ledger: Ledger, steps: number): Promise<void> {
  while (ledger.count < steps) await new Promise((resolve) => setTimeout(resolve, 10));
}
