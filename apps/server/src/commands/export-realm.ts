import { AnteroomError, createRealmExporter } from '@anteroom/core';
import { composeCore } from '../compose-core.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { createProgress } from '../progress.ts';
import { type ExportTarget, USERS_PLACES, type UsersPlace, writeRealmExport } from '../realm-files/write-realm-export.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface ExportOptions {
  readonly file?: string;
  readonly dir?: string;
  readonly users?: string;
  readonly usersPerFile: string;
  readonly json?: boolean;
}

/** Exports a realm with everything in it, beside a running server or without one. */
export async function exportRealm(name: string, options: ExportOptions): Promise<void> {
  const target = targetOf(name, options);
  const { configuration } = load(modeOfEnvironment());
  const core = await composeCore({ configuration, clock, ids, log: createLog({ level: 'warn', json: false }) });
  try {
    const realm = await core.realms.byName(name);
    if (realm === null) throw new AnteroomError('not_found', `there is no realm ${name}`);
    if ((await core.directory.imports.get(realm.id)) !== null)
      throw new AnteroomError('conflict', `the import of realm ${name} has not ended: run it again, then export`);
    const progress = createProgress('users exported');
    const users = await writeRealmExport(createRealmExporter(core), realm, target, progress.show);
    progress.end();
    if (options.json)
      process.stdout.write(`${JSON.stringify({ realm: name, users: target.users === 'skip' ? null : users, path: target.path })}\n`);
    else
      process.stdout.write(
        `Exported realm ${name} to ${target.path}${target.users === 'skip' ? '' : ` with ${users} users`}: it holds every secret of the realm.\n`,
      );
  } finally {
    await core.close();
  }
}

function targetOf(name: string, { file, dir, users, usersPerFile }: ExportOptions): ExportTarget {
  if (file !== undefined && dir !== undefined) throw new AnteroomError('invalid_input', '--file and --dir exclude each other');
  const perFile = Number(usersPerFile);
  if (!Number.isSafeInteger(perFile) || perFile < 1) throw new AnteroomError('invalid_input', '--users-per-file must be a number above 0');
  const kind = dir === undefined ? 'file' : 'dir';
  const place = users ?? (kind === 'dir' ? 'different_files' : 'same_file');
  if (!(USERS_PLACES as readonly string[]).includes(place))
    throw new AnteroomError('invalid_input', `--users must be one of ${USERS_PLACES.join(', ')}`);
  if (kind === 'file' && place === 'different_files') throw new AnteroomError('invalid_input', '--users different_files needs --dir');
  return { path: dir ?? file ?? `${name}-realm.json`, kind, users: place as UsersPlace, usersPerFile: perFile };
}
