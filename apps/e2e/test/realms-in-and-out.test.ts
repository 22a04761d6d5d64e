import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ACME_API, ACME_EXPORT, PASSWORDS } from '../src/acme.ts';
import { AdminClient } from '../src/admin.ts';
import { largeUser, writeLargeRealm } from '../src/large-realm.ts';
import { newDataDir, removeDataDir, runCommand, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

jest.setTimeout(120_000);

const USERS = Number(process.env.ANTEROOM_TEST_USERS ?? 1600);

describe('realms in and out', () => {
  const folders = Array.from({ length: 3 }, () => newDataDir());
  const [first, second, third] = folders as [string, string, string];
  afterAll(() => folders.forEach(removeDataDir));

  const must = async (dataDir: string, ...args: readonly string[]) => {
    const done = await runCommand(args, { dataDir });
    if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.stderr}`);
    return done;
  };

  it('takes realm acme from one installation to another: the export of the second equals that of the first, and its people sign in', async () => {
    const [one, two] = [join(first, 'one.json'), join(second, 'two.json')];
    await must(first, 'import', ACME_EXPORT);
    await must(first, 'export', 'acme', '--file', one);
    expect(statSync(one).mode & 0o077).toBe(0);
    await must(second, 'import', one);
    await must(second, 'export', 'acme', '--file', two);
    expect(readFileSync(two, 'utf8')).toBe(readFileSync(one, 'utf8'));
    const server = await startServer({ dataDir: second });
    try {
      const answer = await passwordGrant(server, 'acme', 'alice', PASSWORDS.alice!, ACME_API);
      const exported = JSON.parse(readFileSync(ACME_EXPORT, 'utf8')) as { users: { id: string; username: string }[] };
      expect(decodeJwt(String(answer.json.access_token)).sub).toBe(exported.users.find(({ username }) => username === 'alice')?.id);
    } finally {
      await server.stop();
    }
  });

  it('goes on with a large import that was killed half-way, loses nobody and doubles nobody', async () => {
    const folder = join(third, 'large');
    writeLargeRealm(folder, { realm: 'large', users: USERS, perFile: 700 });
    const killed = await runCommand(['import', folder], {
      dataDir: third,
      env: { ANTEROOM_FAILPOINT: `directory.advance-import:after:${Math.ceil(USERS / 1000)}` },
    });
    expect([killed.code, killed.stdout]).toEqual([null, '']);
    const server = await startServer({ dataDir: third });
    try {
      // Half a realm signs nobody in.
      const half = await new AdminClient(server).must('GET', '/large');
      expect((half.json as { enabled: boolean }).enabled).toBe(false);
      const resumed = await must(third, 'import', folder, '--json');
      const outcome = JSON.parse(resumed.stdout) as { outcome: string; users: number };
      expect([outcome.outcome, outcome.users]).toEqual(['resumed', USERS - 500 * Math.ceil(USERS / 1000)]);
    } finally {
      await server.stop();
    }
    await must(third, 'export', 'large', '--dir', join(third, 'out'), '--users-per-file', String(USERS));
    const { users } = JSON.parse(readFileSync(join(third, 'out/large-users-0.json'), 'utf8')) as { users: { id: string }[] };
    expect(users.map(({ id }) => id)).toEqual(Array.from({ length: USERS }, (_, index) => largeUser('large', index).id));
    expect(users.at(-1)).toMatchObject(largeUser('large', USERS - 1));
  });
});
