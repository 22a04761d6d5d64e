import { readFileSync } from 'node:fs';
import { AnteroomError } from '@anteroom/core';
import { askPassword } from '../ask-password.ts';
import { composeCore } from '../compose-core.ts';
import { createAdministrator, ensureFirstStart } from '../first-start.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

/** Makes an administrator of realm `master`, beside a running server or without one; also the way back in when all are locked out. */
export async function bootstrapAdmin(kind: string, options: { readonly username: string; readonly passwordFile?: string }): Promise<void> {
  if (kind !== 'user') throw new AnteroomError('invalid_input', `bootstrap-admin knows "user", not "${kind}"`);
  const { configuration } = load(modeOfEnvironment());
  const password =
    options.passwordFile === undefined
      ? await askPassword(`Password of ${options.username}`)
      : readFileSync(options.passwordFile, 'utf8').trim();
  const core = await composeCore({
    configuration: { ...configuration, bootstrapAdmin: null },
    clock,
    ids,
    log: createLog({ level: 'warn', json: false }),
  });
  try {
    await ensureFirstStart(core);
    await createAdministrator(core, { username: options.username, password });
    process.stdout.write(`${options.username} administers realm master now\n`);
  } finally {
    await core.close();
  }
}
