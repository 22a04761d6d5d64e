import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { EXAMPLE_STORE } from '../src/installation/session-stores.ts';
import { FAILPOINTS, killAtFailpoints, LOGINS_UNDER_WAY } from '../src/kill/kill-at-failpoints.ts';
import { rounds } from '../src/rounds.ts';
import { newDataDir, removeDataDir, runCommand } from '../src/server.ts';
import { passwordGrant, refresh } from '../src/tokens.ts';

/** Some in every run, spread over the list; all of them when somebody wants the full figure. */
const SOME = FAILPOINTS.filter((_, index) => rounds(4) >= FAILPOINTS.length || index % Math.floor(FAILPOINTS.length / 4) === 3);

describe('the example of a session store of your own', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await createInstallation({ database: 'sqlite', sessions: 'files' });
  }, 120_000);
  afterAll(() => installation?.stop());

  it('serves the built server in production and has its sessions after a restart', async () => {
    const first = await installation.startNode({ port: installation.port });
    await createDemoRealm(new AdminClient(first));
    const { json } = await passwordGrant(first, DEMO, 'ann', DEMO_PASSWORD, SHOP);
    expect(json.session_state).toMatch(/^f\./);
    await first.stop();
    const second = await installation.startNode({ port: installation.port });
    expect((await refresh(second, DEMO, String(json.refresh_token), SHOP)).status).toBe(200);
    await second.stop();
  }, 60_000);
});

describe('a server that is killed under load, with its sessions in the example store', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await createInstallation({ database: 'sqlite', sessions: 'files' });
  }, 120_000);
  afterAll(() => installation?.stop());

  it('keeps everything it acknowledged, and nothing works twice', async () => {
    const { counts, kills, missed } = await killAtFailpoints(installation, SOME);
    const { broken, ...numbers } = counts;
    process.stderr.write(
      `example store: kills at failpoints ${kills}, missed [${missed.join(' ')}], ${LOGINS_UNDER_WAY} logins under way each: ${JSON.stringify(numbers)}\n`,
    );
    expect(broken).toEqual([]);
    expect(missed.length).toBeLessThanOrEqual(SOME.length / 6);
    expect(kills).toBe(SOME.length - missed.length);
    // Of four kills none may have left a code behind that nobody had redeemed.
    expect(Math.min(numbers.halfFinished, numbers.sessions)).toBeGreaterThan(0);
  }, 900_000);
});

describe('a server that is given a store it cannot use', () => {
  const dataDir = newDataDir();
  afterAll(() => removeDataDir(dataDir));

  const modules = join(dataDir, 'modules');
  const write = (name: string, source: string): string => {
    mkdirSync(modules, { recursive: true });
    writeFileSync(join(modules, name), source);
    return join(modules, name);
  };
  const start = async (setting: string, env: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { code, stderr } = await runCommand(['start-dev'], { dataDir, env: { ANTEROOM_SESSION_STORE: setting, ...env } });
    expect(code).toBe(78);
    return stderr;
  };

  it('says that there is none in one line', async () => {
    expect(await start('module:./no-such-store.js')).toMatch(
      /^anteroom: ANTEROOM_SESSION_STORE: module:\.\/no-such-store\.js cannot be loaded: .*\n$/m,
    );
    expect(await start('module:no-such-package')).toMatch(
      /^anteroom: ANTEROOM_SESSION_STORE: module:no-such-package cannot be loaded: .*\n$/m,
    );
  }, 60_000);

  it('says what the module or its store lacks', async () => {
    const empty = write('empty.mjs', 'export const store = 1;');
    expect(await start(`module:${empty}`)).toMatch(/exports no createSessionStore \(docs\/your-own-session-store\.md\)\n$/);
    const half = write('half.mjs', "export const createSessionStore = () => ({ tag: 'h', get() {}, create() {} });");
    expect(await start(`module:${half}`)).toMatch(/made a store without put, consume, take, delete/);
  }, 60_000);

  it('passes on why it could not be opened, and no option of it', async () => {
    expect(await start(`module:${EXAMPLE_STORE}`)).toMatch(/cannot be opened: say where the files go/);
    const failing = write('failing.mjs', "export const createSessionStore = () => { throw new Error('no such host'); };");
    expect(await start(`module:${failing}?password=hunter2`)).toBe(
      `anteroom: ANTEROOM_SESSION_STORE: module:${failing} cannot be opened: no such host\n`,
    );
  }, 60_000);

  it('refuses several workers where the module does not say that it can be shared', async () => {
    const setting = `module:${EXAMPLE_STORE}?folder=${dataDir}/files`;
    expect(await start(setting, { ANTEROOM_WORKERS: '2' })).toMatch(/may be open in one process only: set ANTEROOM_WORKERS to 1/);
  }, 60_000);

  it('refuses two stores of one tag, and takes one that the operator gives', async () => {
    const setting = `module:${EXAMPLE_STORE}?folder=${dataDir}/files`;
    expect(await start(`sql ${setting}&tag=s`)).toMatch(/sql and module:\S+ both have the tag s: give one of them another with \?tag=\n$/);
    expect(await start(`${setting}&tag=long`)).toMatch(/has a tag that is not one character/);
  }, 60_000);
});
