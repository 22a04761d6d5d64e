import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { AdminClient } from '../src/admin.ts';
import { bytesOf, contentOf } from '../src/database.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, KIOSK, passwordOf, person, SHOP } from '../src/demo-realm.ts';
import { FormLogin } from '../src/form-login.ts';
import { newDataDir, type RunningServer, removeDataDir, runCommand, startServer } from '../src/server.ts';
import { otpOf } from '../src/steps/steps-realm.ts';
import { answering, codeOf } from '../src/steps/steps-rig.ts';
import { passwordGrant } from '../src/tokens.ts';
import { totp } from '../src/totp.ts';

const SECRET = 'second-factor-of-eve';

interface Step {
  readonly name: string;
  readonly decision: string;
  readonly why: string;
}
interface Login {
  readonly error: string | null;
  readonly sessionId: string | null;
  readonly steps: readonly Step[];
  readonly receipt: { readonly records: readonly { readonly id: string; readonly store: string }[] } | null;
}

const dataDir = newDataDir();
let server: RunningServer;
let admin: AdminClient;
const logins: Record<'failed' | 'successful' | 'ungranted' | 'granted' | 'transient', Login> = {} as never;

const anteroom = (...args: readonly string[]) => runCommand(args, { dataDir });
const decided = ({ steps }: { readonly steps: readonly Step[] }) => steps.map(({ name, decision, why }) => [name, decision, why]);

async function newest(): Promise<Login> {
  const url = `${server.local}/admin/anteroom/realms/${DEMO}/logins`;
  const { logins: list } = (await admin.at(`${url}?max=1`)).json as { logins: { id: string }[] };
  return (await admin.at(`${url}/${list[0]?.id}`)).json as Login;
}

/** Logins of a browser and without pages, done for real; the server is down afterwards. */
beforeAll(async () => {
  server = await startServer({ dataDir });
  admin = new AdminClient(server);
  const eve = person('eve', { credentials: [passwordOf(), otpOf(SECRET)] });
  await createDemoRealm(admin, { eventsEnabled: true, users: [eve] });
  await (await FormLogin.begin(server)).post(answering('eve', 'wrong'));
  logins.failed = await newest();
  const login = await (await FormLogin.begin(server)).post(answering('eve'));
  await login.post({ otp: totp(SECRET) });
  if (codeOf(login) === null) throw new Error(`eve was not let in: ${login.text()}`);
  logins.successful = await newest();
  await passwordGrant(server, DEMO, 'ann', 'wrong', SHOP);
  logins.ungranted = await newest();
  await passwordGrant(server, DEMO, 'ann', DEMO_PASSWORD, SHOP);
  logins.granted = await newest();
  await passwordGrant(server, DEMO, 'ben', DEMO_PASSWORD, KIOSK);
  logins.transient = await newest();
}, 60_000);

afterAll(async () => {
  await server?.stop();
  removeDataDir(dataDir);
});

describe('anteroom session verify', () => {
  it('says that the receipt of a login holds, while the server runs and after a kill', async () => {
    const sid = logins.successful.sessionId ?? '';
    const held = { code: 0, stdout: expect.stringContaining(`the receipt of session ${sid} holds`) };
    expect(await anteroom('session', 'verify', sid)).toMatchObject(held);
    await server.kill();
    expect(await anteroom('session', 'verify', sid, '--realm', DEMO)).toMatchObject(held);
  }, 30_000);

  it('knows nothing of what left no receipt: a failed login, a transient one', async () => {
    expect([logins.failed.receipt, logins.transient.receipt?.records, logins.transient.sessionId]).toEqual([null, [], null]);
    expect(await anteroom('session', 'verify', 's.nobody', '--json')).toMatchObject({ code: 2, stdout: expect.stringContaining('null') });
  }, 30_000);

  it('says that it does not when the record is gone and nobody knows why', async () => {
    const sid = logins.granted.sessionId ?? '';
    const database = new Database(join(dataDir, 'anteroom.db'));
    database.prepare('delete from record_session where id = ?').run(logins.granted.receipt?.records[0]?.id ?? '');
    database.close();
    const { code, stdout } = await anteroom('session', 'verify', sid);
    expect([code, stdout]).toEqual([1, expect.stringContaining('does not hold')]);
  }, 30_000);
});

describe('anteroom flow simulate', () => {
  it.each([
    ['failed', ['--client', 'shop', '--user', 'eve', '--wrong-password'], 'page'],
    ['successful', ['--client', 'shop', '--user', 'eve'], 'complete'],
    ['ungranted', ['--client', 'shop', '--user', 'ann', '--direct-grant', '--wrong-password'], 'refused'],
    ['granted', ['--client', 'shop', '--user', 'ann', '--direct-grant'], 'complete'],
    ['transient', ['--client', 'kiosk', '--user', 'ben', '--direct-grant'], 'complete'],
  ] as const)(
    'decides what the %s login decided, and changes not one byte of the database',
    async (name, args, outcome) => {
      const before = { bytes: bytesOf(dataDir), content: contentOf(dataDir) };
      const { code, stdout } = await anteroom('flow', 'simulate', '--realm', DEMO, '--json', ...args);
      expect({ bytes: bytesOf(dataDir), content: contentOf(dataDir) }).toEqual(before);
      const simulated = JSON.parse(stdout) as { outcome: string; transient: boolean; trace: { steps: readonly Step[] } };
      expect([code, simulated.outcome, simulated.transient]).toEqual([0, outcome, name === 'transient']);
      expect(decided(simulated.trace)).toEqual(decided(logins[name]));
    },
    30_000,
  );
});
