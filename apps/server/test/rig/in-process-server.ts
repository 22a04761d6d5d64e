import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '@anteroom/config';
import type { Clock, Log } from '@anteroom/core';
import { baseUrl } from '@anteroom/http';
import { createMemoryLog } from '@anteroom/testkit';
import { composeAlone } from '../../src/compose-alone.ts';
import { type Core, composeCore } from '../../src/compose-core.ts';
import type { ServerInput } from '../../src/compose-server.ts';
import { ensureFirstStart } from '../../src/first-start.ts';
import { createHttpServer } from '../../src/http-server.ts';
import { systemIds as ids, systemClock } from '../../src/system.ts';

const ADMIN = { username: 'admin', password: 'Admin-pw-2026' };

export interface InProcessServer {
  readonly base: string;
  readonly core: Core;
  /** What is answered below a realm. */
  readonly realmPaths: readonly string[];
  /** An access token of the administrator. */
  token(): Promise<string>;
  /** An access token of somebody, by a password grant. */
  tokenOf(realm: string, username: string, password: string, client?: string): Promise<string>;
  /** A call of the Admin REST below `/admin/realms`. */
  admin(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly json: unknown }>;
  /** Links mailed to an address so far, oldest first; waits for at least `count`. */
  linksTo(address: string, count?: number): Promise<readonly string[]>;
  /** Everything logged so far. */
  log(): string;
  /** The bytes of all its files, as whoever steals the disk has them. */
  files(): Buffer;
  stop(): Promise<void>;
}

/** The whole server as it is composed for development, on a loopback port, over SQLite in a directory of its own. */
export async function startInProcess({
  bootstrapAdmin = true,
  sessionStore = 'sql',
  env: more = {},
  adminRoutes,
  clock = systemClock,
  log: given,
}: {
  readonly bootstrapAdmin?: boolean;
  readonly sessionStore?: string;
  /** Settings besides. */
  readonly env?: Readonly<Record<string, string>>;
  readonly adminRoutes?: ServerInput['adminRoutes'];
  readonly clock?: Clock;
  /** Somebody else's; `log()` is empty then. */
  readonly log?: Log;
} = {}): Promise<InProcessServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'anteroom-server-'));
  const env = {
    ANTEROOM_DATA_DIR: dataDir,
    ANTEROOM_SESSION_STORE: sessionStore,
    ...more,
    ...(bootstrapAdmin ? { ANTEROOM_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username, ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password } : {}),
  };
  const memory = createMemoryLog();
  const log = given ?? memory;
  const { configuration } = loadConfiguration({ mode: 'development', env, cores: 1, readFile: () => '' });
  const core = await composeCore({ configuration, clock, ids, log });
  await ensureFirstStart(core);
  let handler: RequestListener = (_, response) => response.writeHead(503).end();
  const http = createHttpServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => {
    http.listen(0, 'localhost', resolve);
  });
  const base = `http://localhost:${(http.address() as AddressInfo).port}`;
  const composed = await composeAlone({ core, base: baseUrl(base), ...(adminRoutes === undefined ? {} : { adminRoutes }) });
  handler = composed.app.callback();
  composed.start();

  const tokenOf: InProcessServer['tokenOf'] = async (realm, username, password, client = 'admin-cli') => {
    const body = new URLSearchParams({ grant_type: 'password', client_id: client, username, password });
    const answer = await fetch(`${base}/realms/${realm}/protocol/openid-connect/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const token = () => tokenOf('master', ADMIN.username, ADMIN.password);
  return {
    base,
    core,
    realmPaths: composed.realmPaths,
    token,
    tokenOf,
    async admin(method, path, body) {
      const answer = await fetch(`${base}/admin/realms${path}`, {
        method,
        headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
    },
    async linksTo(address, count = 0) {
      const deadline = Date.now() + 10_000;
      for (;;) {
        const answer = await fetch(`${base}/dev/mail/api/messages?to=${encodeURIComponent(address)}`);
        const mails = (await answer.json()) as { readonly text: string }[];
        const links = mails.map(({ text }) => /https?:\/\/\S+action-token\?key=\S+/.exec(text)?.[0] ?? 'a mail without a link');
        if (links.length >= count) return links;
        if (Date.now() > deadline) throw new Error(`${links.length} of ${count} mails to ${address}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    log: () => JSON.stringify(memory.entries),
    files: () =>
      Buffer.concat(
        readdirSync(dataDir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
      ),
    async stop() {
      await composed.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await core.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
