import { join } from 'node:path';
import { AdminClient } from '../admin.ts';
import type { Installation } from '../installation/installation.ts';
import { newDataDir, removeDataDir } from '../server.ts';
import { createKillRealm } from './kill-realm.ts';
import { Ledger } from './ledger.ts';
import { loadUntil } from './load.ts';
import { addCounts, noCounts, type PromiseCounts, verifyPromises } from './verify-promises.ts';

export const LOGINS_UNDER_WAY = 6;
/** A failpoint that the load does not reach in this time is no kill: the round ends and it is counted as missed. */
const REACH_MS = 120_000;

export interface Kills {
  readonly kills: number;
  readonly missed: readonly string[];
  readonly counts: PromiseCounts;
}

/** Kills a server at each failpoint under load and looks, after each start, for what it had acknowledged. */
export async function killAtFailpoints(installation: Installation, failpoints: readonly string[]): Promise<Kills> {
  const folder = newDataDir();
  // The address is the issuer: it stays the same over all restarts.
  const start = (env: Readonly<Record<string, string>> = {}) => installation.startNode({ development: true, port: installation.port, env });
  const first = await start();
  await createKillRealm(new AdminClient(first));
  await first.stop();
  const counts = noCounts();
  let kills = 0;
  const missed: string[] = [];
  for (const [index, failpoint] of failpoints.entries()) {
    const ledger = new Ledger(join(folder, `ledger-${index}`));
    const doomed = await start({ ANTEROOM_FAILPOINT: failpoint });
    const timer = setTimeout(() => {
      missed.push(failpoint);
      doomed.process.kill('SIGKILL');
    }, REACH_MS);
    const { serverErrors } = await loadUntil(doomed, ledger, LOGINS_UNDER_WAY, doomed.exited);
    clearTimeout(timer);
    if (doomed.process.signalCode === 'SIGKILL' && missed.at(-1) !== failpoint) kills += 1;
    const server = await start();
    addCounts(counts, await verifyPromises(server, ledger.read()), failpoint);
    counts.broken.push(...serverErrors.map((line) => `${failpoint}: ${line}`));
    await new AdminClient(server).must('DELETE', '/kill/attack-detection/brute-force/users');
    await server.stop();
  }
  removeDataDir(folder);
  return { kills, missed, counts };
}

/** Every write a login makes, before and after; the number is which of many such writes dies. */
export const FAILPOINTS: readonly string[] = [
  'login.create:before:9',
  'login.create:after:14',
  'login.put:before:8',
  'login.put:after:12',
  'session.create:before:6',
  'session.create:after:9',
  'session.put:before:7',
  'session.put:after:11',
  'code.create:before:5',
  'code.create:after:8',
  'code.consume:before:6',
  'code.consume:after:7',
  'session.delete:before:2',
  'session.delete:after:3',
  'failure.create:after:1',
  'failure.put:after:2',
  'session.create:after:3',
  'code.create:after:15',
  'code.consume:after:13',
  'session.put:after:18',
  'login.create:after:25',
  'session.create:before:15',
  'code.consume:before:3',
  'session.delete:after:1',
];
