import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createKillRealm } from '../src/kill/kill-realm.ts';
import { Ledger } from '../src/kill/ledger.ts';
import { loadUntilGone } from '../src/kill/load.ts';
import { type PromiseCounts, verifyPromises } from '../src/kill/verify-promises.ts';
import { newDataDir, removeDataDir, startServer } from '../src/server.ts';

/** Every write a login makes, before and after; the number is which of many such writes dies. */
const FAILPOINTS = [
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
const WORKERS = 6;

const dataDir = newDataDir();
afterAll(() => removeDataDir(dataDir));

describe('a server that is killed under load', () => {
  it('keeps everything it acknowledged, and nothing works twice', async () => {
    const first = await startServer({ dataDir });
    await createKillRealm(new AdminClient(first));
    // The address is the issuer: it stays the same over all restarts.
    const port = Number(new URL(first.local).port);
    await first.stop();
    const total: PromiseCounts = {
      halfFinished: 0,
      codes: 0,
      sessions: 0,
      refreshTokens: 0,
      logouts: 0,
      revocations: 0,
      lockouts: 0,
      redeemedTwice: 0,
      broken: [],
    };
    let kills = 0;
    const missed: string[] = [];
    for (const [index, failpoint] of FAILPOINTS.entries()) {
      const ledger = new Ledger(join(dataDir, `ledger-${index}`));
      const doomed = await startServer({ dataDir, port, env: { ANTEROOM_FAILPOINT: failpoint } });
      // A failpoint that the load does not reach is no kill of this test: it ends the round and is counted as missed.
      const timer = setTimeout(() => {
        missed.push(failpoint);
        doomed.process.kill('SIGKILL');
      }, 8000);
      await loadUntilGone(doomed, ledger, WORKERS, doomed.exited);
      clearTimeout(timer);
      if (doomed.process.signalCode === 'SIGKILL' && missed.at(-1) !== failpoint) kills += 1;
      const server = await startServer({ dataDir, port });
      const counts = await verifyPromises(server, ledger.read());
      for (const name of Object.keys(total) as (keyof PromiseCounts)[]) if (name !== 'broken') total[name] += counts[name];
      total.broken.push(...counts.broken.map((line) => `${failpoint}: ${line}`));
      await new AdminClient(server).must('DELETE', '/kill/attack-detection/brute-force/users');
      await server.stop();
    }
    const { broken, ...counts } = total;
    process.stderr.write(
      `kills at failpoints ${kills}, missed [${missed.join(' ')}], ${WORKERS} logins under way each: ${JSON.stringify(counts)}\n`,
    );
    expect(broken).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(20);
    expect(
      Math.min(counts.halfFinished, counts.codes, counts.sessions, counts.logouts, counts.revocations, counts.lockouts),
    ).toBeGreaterThan(0);
  }, 300_000);
});
