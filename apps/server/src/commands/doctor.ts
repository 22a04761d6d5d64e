import { hasAdministrator, readMaster } from '@anteroom/action-tokens';
import { MASTER_REALM } from '@anteroom/core';
import { type Core, composeCore } from '../compose-core.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';
import { listOf } from './findings.ts';

interface Finding {
  readonly name: string;
  readonly level: 'good' | 'look' | 'bad';
  /** What was found, and what to do about it. */
  readonly detail: string;
}

/** Looks through a configured installation, beside running servers or without them, changes nothing, and says what to do. Exit code 1: something is bad. */
export async function doctor(options: { readonly json?: boolean }): Promise<void> {
  const { configuration, notices } = load(modeOfEnvironment());
  const core = await composeCore({ configuration, clock, ids, log: createLog({ level: 'error', json: false }) });
  try {
    const findings: Finding[] = [
      { name: 'configuration', level: notices.length > 0 ? 'look' : 'good', detail: notices.join('; ') || `${configuration.mode} mode` },
      ...(await databaseFindings(core)),
      await administratorFinding(core),
      ...(await realmFindings(core)),
      await mailFinding(core),
    ];
    if (options.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
    else
      for (const { name, level, detail } of findings)
        process.stdout.write(`${{ good: '✔', look: '!', bad: '✘' }[level]} ${name}: ${detail}\n`);
    process.exitCode = findings.some(({ level }) => level === 'bad') ? 1 : 0;
  } finally {
    await core.close();
  }
}

async function databaseFindings({ database, cluster, stores, clock: now }: Core): Promise<readonly Finding[]> {
  const pending = await database.pending();
  const nodes = await cluster.nodes.list();
  const alive = nodes.filter((node) => node.alive);
  const versions = new Set(alive.map((node) => node.version));
  const begun = now.now().getTime();
  const answers = await Promise.allSettled(stores.map((store) => store.ping()));
  const silent = stores.filter((_, index) => answers[index]?.status === 'rejected').map((store) => store.tag);
  return [
    {
      name: 'database',
      level: pending.length > 0 ? 'bad' : 'good',
      detail: pending.length > 0 ? `run anteroom migrate: ${pending.join(', ')}` : 'the schema is up to date',
    },
    silent.length > 0
      ? { name: 'session stores', level: 'bad', detail: `no answer from ${silent.join(', ')}: see ANTEROOM_SESSION_STORE` }
      : { name: 'session stores', level: 'good', detail: `${stores.length} answer within ${now.now().getTime() - begun} ms` },
    {
      name: 'nodes',
      level: versions.size > 1 || alive.length < nodes.length ? 'look' : 'good',
      detail: `${alive.length} alive${alive.length < nodes.length ? `, ${nodes.length - alive.length} ended without a word` : ''}${versions.size > 1 ? `, of versions ${[...versions].join(' and ')}: finish the upgrade` : ''}`,
    },
  ];
}

async function administratorFinding({ directory }: Core): Promise<Finding> {
  const name = 'administrators';
  const master = await readMaster(directory);
  if (master === null) return { name, level: 'look', detail: `there is no realm ${MASTER_REALM} yet: start the server once` };
  if (await hasAdministrator(directory, master)) return { name, level: 'good', detail: 'somebody administers everything' };
  return { name, level: 'bad', detail: 'nobody does: anteroom bootstrap-admin user' };
}

async function realmFindings({ directory, clock: now }: Core): Promise<readonly Finding[]> {
  const realms = await directory.realms.list();
  const unfinished: string[] = [];
  for (const { id, realm } of realms) if ((await directory.imports.get(id)) !== null) unfinished.push(realm);
  const open = realms.filter((realm) => !realm.bruteForceProtected).map(({ realm }) => realm);
  const kept =
    realms.length === 0
      ? 0
      : (await Promise.all(realms.map(({ id }) => directory.deleted.search(id, { at: now.now(), max: 1 })))).flat().length;
  return [
    {
      name: 'realms',
      level: 'good',
      detail: `${realms.length}${kept > 0 ? `; in ${kept} of them something that was deleted can be restored` : ''}`,
    },
    ...(unfinished.length === 0
      ? []
      : [{ name: 'imports', level: 'bad', detail: `not finished, run the same command again: ${listOf(unfinished)}` } as const]),
    ...(open.length === 0
      ? []
      : [{ name: 'guessing', level: 'look', detail: `passwords can be guessed without a limit in ${listOf(open)}` } as const]),
  ];
}

async function mailFinding({ directory, configuration }: Core): Promise<Finding> {
  const name = 'mail';
  const realms = await directory.realms.list();
  const failed: string[] = [];
  for (const { id, realm } of realms) if ((await directory.outbox.search(id, { state: 'retrying', max: 1 })).length > 0) failed.push(realm);
  if (failed.length > 0)
    return { name, level: 'look', detail: `the mail server refuses or does not answer, messages wait in ${listOf(failed)}` };
  return {
    name,
    level: 'good',
    detail: configuration.smtpUrl === null ? 'only realms with a mail server of their own send mail' : 'nothing waits',
  };
}
