import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { createInstallation, freePort, type Installation } from '../src/installation/installation.ts';
import { BUNDLE, type RunningServer } from '../src/server.ts';

/** Clients that refresh and verify, and how often keys rotate under them. */
const CLIENTS = 50;
const ROTATIONS = Number(process.env.ANTEROOM_TEST_ROUNDS) || 1;
/** Two nodes over PostgreSQL when the full figure is wanted. */
const FULL = ROTATIONS > 1;
const PUBLISHED_SECONDS = 8;
/** How long a client keeps the key set; what is left of the publication is for answers that take their time. */
const KEPT_SECONDS = 2;

interface KeyState {
  readonly kid: string;
  readonly algorithm: string;
  readonly status: string;
  readonly servedUntil: string | null;
}

describe('key rotation', () => {
  let installation: Installation;
  const nodes: RunningServer[] = [];

  beforeAll(async () => {
    installation = await createInstallation({ database: FULL ? 'postgres' : 'sqlite', sessions: 'sql' });
    for (const port of FULL ? [installation.port, await freePort()] : [installation.port])
      nodes.push(await installation.startNode({ port }));
    await createDemoRealm(new AdminClient(nodes[0] as RunningServer), { attributes: { keyPublicationDelay: String(PUBLISHED_SECONDS) } });
  }, 120_000);
  afterAll(() => installation?.stop());

  const keys = async (...words: string[]): Promise<readonly KeyState[]> => {
    const env = { PATH: process.env.PATH ?? '', ...installation.env, ANTEROOM_HOSTNAME: installation.base };
    const { stdout } = await promisify(execFile)(process.execPath, [BUNDLE, 'keys', ...words, '--json'], { env });
    return JSON.parse(stdout);
  };
  const states = async () => (await keys('list', DEMO)).filter(({ algorithm }) => algorithm === 'RS256');

  it('B010: fifty clients refresh and verify at every node while keys rotate, and nothing fails', async () => {
    const issuer = `${installation.base}/realms/${DEMO}`;
    const failures: string[] = [];
    const signers = new Set<string>();
    let verified = 0;
    let running = true;
    const client = async (_: unknown, at: number) => {
      const node = nodes[at % nodes.length]?.local ?? '';
      const endpoint = (path: string) => `${node}/realms/${DEMO}/protocol/openid-connect/${path}`;
      // Kept for less than a key is published before it signs, and never fetched again for a key that is not known.
      const keySet = createRemoteJWKSet(new URL(endpoint('certs')), {
        cacheMaxAge: KEPT_SECONDS * 1000,
        timeoutDuration: 60_000,
        cooldownDuration: 60_000,
      });
      const post = async (path: string, form: Readonly<Record<string, string>>) => {
        const answer = await send(endpoint(path), { method: 'POST', form: { ...SHOP, ...form } });
        if (answer.status !== 200) failures.push(`${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
        return (answer.json ?? {}) as Readonly<Record<string, string>>;
      };
      let tokens = await post('token', { grant_type: 'password', username: 'ann', password: DEMO_PASSWORD, scope: 'openid' });
      while (running && failures.length === 0) {
        const { access_token: token = '', refresh_token = '' } = tokens;
        try {
          await jwtVerify(token, keySet, { issuer });
          verified += 1;
        } catch (error) {
          failures.push(`verify: ${(error as Error).message}`);
        }
        signers.add(String(decodeProtectedHeader(token).kid));
        const { active } = await post('token/introspect', { token });
        if (String(active) !== 'true') failures.push('introspection: not active');
        tokens = await post('token', { grant_type: 'refresh_token', refresh_token });
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    const first = await states();
    for (let rotation = 0; rotation < ROTATIONS; rotation += 1) {
      await keys('rotate', DEMO);
      const known = (await states()).length;
      const done = async () => (await states()).filter(({ servedUntil }) => servedUntil !== null).length === rotation + 1;
      while (failures.length === 0 && !(await done())) await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await states()).length).toBe(known);
    }
    const before = verified;
    while (failures.length === 0 && verified < before + 2 * CLIENTS) await new Promise((resolve) => setTimeout(resolve, 20));
    running = false;
    await Promise.all(clients);
    process.stderr.write(
      `${ROTATIONS} rotations under ${CLIENTS} clients at ${nodes.length} nodes: ${verified} verified, ${failures.length} failed\n`,
    );
    expect(failures).toEqual([]);
    expect(signers.size).toBe(ROTATIONS + 1);
    // Nothing went: the sessions of before still live.
    expect((await states()).map(({ kid }) => kid)).toEqual(expect.arrayContaining(first.map(({ kid }) => kid)));
  }, 300_000);
});
