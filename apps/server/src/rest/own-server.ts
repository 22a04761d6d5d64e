import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newAdministrator } from '@anteroom/action-tokens';
import { type AccessTokenVerifier, AnteroomError, type Client, type RealmSnapshot } from '@anteroom/core';
import { baseUrl } from '@anteroom/http';
import { type Core, composeCore } from '../compose-core.ts';
import { composeServer } from '../compose-server.ts';
import { ensureFirstStart } from '../first-start.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';
import { urlsBelow } from '../urls.ts';
import { createRestClient, type RestClient } from './rest-client.ts';

export interface OwnServer {
  readonly rest: RestClient;
  close(): Promise<void>;
}

/** What admin events say of changes that a command made on the database. */
const COMMAND_LINE = 'command-line';

/**
 * The Admin REST of the configured database inside this process, for who holds the secret key of the installation: the same routes, checks
 * and events as over HTTP, on a socket that nobody else can open, with a token that lives as long as the process. Running servers hear
 * of changes as they hear of each other's.
 */
export async function openOwnServer({ sessions }: { readonly sessions: boolean }): Promise<OwnServer> {
  const { configuration } = load(modeOfEnvironment());
  if (sessions && configuration.sessionStores.includes('memory'))
    throw new AnteroomError('invalid_input', 'sessions are in the memory of the server: name it with --server');
  const core = await composeCore({
    configuration: { ...configuration, bootstrapAdmin: null, workers: 1 },
    clock,
    ids,
    log: createLog({ level: 'error', json: false }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-'));
  const close = async () => {
    rmSync(folder, { recursive: true, force: true });
    await core.close();
  };
  try {
    await ensureFirstStart(core);
    const base = baseUrl(configuration.hostname ?? 'http://localhost');
    const token = `own.${Buffer.from(JSON.stringify({ iss: urlsBelow(base).issuer('master') })).toString('base64url')}.${ids.token(32)}`;
    const { app } = await composeServer({
      core,
      base,
      mails: { list: () => [], clear: () => undefined },
      mailQueued: () => undefined,
      adminTokens: tokensOf(core, token),
    });
    const server = createServer(app.callback());
    const socketPath = join(folder, 'admin.sock');
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
    return {
      rest: createRestClient({ url: base.text, socketPath }, async () => token),
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One token, for an administrator who is in no directory. */
function tokensOf(core: Pick<Core, 'realms'>, own: string): AccessTokenVerifier {
  return {
    async verify(realm, token) {
      const client = await core.realms.client(realm, 'admin-cli');
      if (token !== own || realm.name !== 'master' || client === null)
        return { kind: 'inactive', reason: 'malformed', detail: 'not the token of this process' };
      return { kind: 'active', claims: {}, user: commandLine(realm), client: client as Client, session: null, entry: null };
    },
  };
}

function commandLine(master: RealmSnapshot) {
  const admin = master.configuration.roles.find((role) => role.name === 'admin' && !role.clientRole);
  const user = newAdministrator({ id: COMMAND_LINE, username: COMMAND_LINE, master, createdAt: clock.now() });
  return { ...user, roles: admin === undefined ? [] : [admin.id] };
}
