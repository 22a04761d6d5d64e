import { AnteroomError, storeTagOf, type VerifiedReceipt, verifyReceipt } from '@anteroom/core';
import { type Core, composeCore } from '../compose-core.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

/** Nothing is known of the session. */
const EXIT_UNKNOWN = 2;

/** Reads again what the logins of a session say was written. Exit code 0: the receipt holds, 1: it does not, 2: there is none. */
export async function verifySession(sid: string, options: { readonly realm?: string; readonly json?: boolean }): Promise<void> {
  const { configuration } = load(modeOfEnvironment());
  const core = await composeCore({ configuration, clock, ids, log: createLog({ level: 'error', json: false }) });
  try {
    if (configuration.sessionStores.includes('memory') && storeTagOf(sid) === 'm') {
      throw new AnteroomError(
        'invalid_input',
        'this session lies in the memory of the server: ask it, GET /admin/anteroom/realms/{realm}/sessions/{sid}/receipt',
      );
    }
    const verified = await find(core, sid, options.realm);
    if (options.json) process.stdout.write(`${JSON.stringify(verified ?? { sid, holds: null, findings: [] })}\n`);
    else process.stdout.write(verified === null ? `no login left a receipt for session ${sid}\n` : describe(verified));
    process.exitCode = verified === null ? EXIT_UNKNOWN : verified.holds ? 0 : 1;
  } finally {
    await core.close();
  }
}

async function find({ directory, realms, sessions }: Core, sid: string, name: string | undefined): Promise<VerifiedReceipt | null> {
  const names = name === undefined ? (await directory.realms.list()).map(({ realm }) => realm) : [name];
  for (const one of names) {
    const realm = await realms.byName(one);
    if (realm === null) throw new AnteroomError('not_found', `there is no realm ${one}`);
    const verified = await verifyReceipt({ sessions, directory, clock }, realm, sid);
    if (verified !== null) return verified;
  }
  return null;
}

function describe({ sid, holds, findings }: VerifiedReceipt): string {
  const lines = findings.map(({ record, ok, why }) => `${ok ? '✔' : '✘'} ${record}: ${why}\n`);
  return `${lines.join('')}the receipt of session ${sid} ${holds ? 'holds' : 'does not hold'}\n`;
}
