import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createInstallation, type Installation, type InstallationOptions } from '../src/installation/installation.ts';
import { FAILPOINTS, killAtFailpoints, LOGINS_UNDER_WAY } from '../src/kill/kill-at-failpoints.ts';
import { rounds } from '../src/rounds.ts';

function kills(options: InstallationOptions, failpoints: readonly string[]): void {
  let installation: Installation;
  beforeAll(async () => {
    installation = await createInstallation(options);
  }, 120_000);
  afterAll(() => installation?.stop());

  it('keeps everything it acknowledged, and nothing works twice', async () => {
    const found = await killAtFailpoints(installation, failpoints);
    const { broken, ...counts } = found.counts;
    process.stderr.write(
      `${options.database} and sessions in ${options.sessions}: kills at failpoints ${found.kills}, missed [${found.missed.join(' ')}], ` +
        `${LOGINS_UNDER_WAY} logins under way each: ${JSON.stringify(counts)}\n`,
    );
    expect(broken).toEqual([]);
    expect(found.missed.length).toBeLessThanOrEqual(Math.ceil(failpoints.length / 6));
    expect(found.kills).toBe(failpoints.length - found.missed.length);
    // Of four kills none may have left a code behind that nobody had redeemed.
    expect(Math.min(counts.halfFinished, counts.sessions)).toBeGreaterThan(0);
  }, 900_000);
}

/** Some in every run, spread over the list; all of them when somebody wants the full figure. */
const SOME = FAILPOINTS.filter((_, index) => rounds(4) >= FAILPOINTS.length || index % Math.floor(FAILPOINTS.length / 4) === 3);

describe('a server that is killed under load', () => {
  describe('on SQLite', () => kills({ database: 'sqlite', sessions: 'sql' }, FAILPOINTS));
  describe('on PostgreSQL', () => kills({ database: 'postgres', sessions: 'sql' }, SOME));
  describe('on PostgreSQL and Redis', () => kills({ database: 'postgres', sessions: 'redis' }, SOME));
});
