import type { Command } from 'commander';
import { serveWorker } from '../cluster/serve-worker.ts';
import { addRestCommands } from './add-rest-commands.ts';
import { bootstrapAdmin } from './bootstrap-admin.ts';
import { check } from './check.ts';
import { doctor } from './doctor.ts';
import { exportRealm } from './export-realm.ts';
import { healthcheck } from './healthcheck.ts';
import { importRealm } from './import-realm.ts';
import { listKeys, rotateKeys } from './keys.ts';
import { migrate } from './migrate.ts';
import { showConfig } from './show-config.ts';
import { simulateFlow } from './simulate-flow.ts';
import { start } from './start.ts';
import { drainStores, showStoreChange } from './store.ts';
import { userResetLink } from './user-reset-link.ts';
import { verifySession } from './verify-session.ts';

/** Every command: its words, its flags and where it lives. */
export function addCommands(program: Command): void {
  program
    .command('start-dev')
    .description('serve development mode on this machine: captured mail, readable log')
    .option('--port <port>', 'port to serve on')
    .option('--host <host>', 'loopback address to listen on')
    .action((options) => start('development', options));
  program
    .command('start')
    .description('serve production')
    .option('--port <port>', 'port to serve on')
    .option('--host <host>', 'address to listen on')
    .option('--hostname <url>', 'public URL')
    .action((options) => start('production', options));
  program.command('worker', { hidden: true }).action(serveWorker);
  program
    .command('import')
    .argument('<path>', "a realm export: Keycloak's realm JSON, or the directory of an export with users in several files")
    .description('import realms and report line by line; interrupted, the same command goes on where it was')
    .option('--dry-run', 'report only, write nothing')
    .option('--strategy <strategy>', 'what becomes of a realm of that name: fail, skip or overwrite (default: fail)')
    .option('--override', 'the same as --strategy overwrite')
    .option('--json', 'report as JSON')
    .action(importRealm);
  program
    .command('export')
    .argument('<realm>', 'name of the realm')
    .description('export a realm with everything in it, as Keycloak imports it')
    .option('--file <file>', 'one file; <realm>-realm.json when neither is given')
    .option('--dir <dir>', 'a directory, users in files of their own')
    .option('--users <place>', 'where users go: same_file, realm_file, different_files (with --dir) or skip')
    .option('--users-per-file <n>', 'users in each file', '50')
    .option('--json', 'outcome as JSON')
    .action(exportRealm);
  program
    .command('bootstrap-admin')
    .argument('<kind>', 'user')
    .description('make an administrator of realm master')
    .option('--username <name>', 'name of the administrator', 'admin')
    .option('--password-file <file>', 'read the password from a file instead of asking')
    .action(bootstrapAdmin);
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .option('--plan', 'show what would run')
    .option('--json', 'as JSON')
    .action(migrate);
  program
    .command('check')
    .description('check configuration, database, secret key and port, and say what to change')
    .option('--json', 'as JSON')
    .option('--dev', 'check for development mode')
    .action(check);
  program
    .command('show-config')
    .description('every setting with its value and where it came from; secrets are masked')
    .option('--json', 'as JSON')
    .option('--dev', 'for development mode')
    .action(showConfig);
  const store = program.command('store').description('the stores of sessions');
  store
    .command('drain')
    .description('move everything from all other session stores to one of them, while every node serves; run it again to go on')
    .requiredOption('--to <store>', 'the target: sql, an address of ANTEROOM_SESSION_STORE, or the tag of a store')
    .option('--json', 'progress as lines of JSON')
    .action(drainStores);
  store.command('status').description('how the latest change of session store stands').option('--json', 'as JSON').action(showStoreChange);
  program
    .command('user')
    .description('people of a realm')
    .command('reset-link')
    .argument('<user>', 'user name or e-mail address')
    .description('print a link with which the user sets a new password; it works once')
    .requiredOption('--realm <realm>', 'name of the realm')
    .option('--lifespan <seconds>', "seconds; the realm's lifespan of administrators' links")
    .option('--json', 'as JSON')
    .action(userResetLink);
  program
    .command('flow')
    .description('authentication flows')
    .command('simulate')
    .description('run a flow for somebody without any effect and show what every execution decides')
    .requiredOption('--realm <name>', 'realm')
    .requiredOption('--client <clientId>', 'client that the login is for')
    .requiredOption('--user <name>', 'user name or address, as it would be typed')
    .option('--flow <name>', 'id or alias of the flow; otherwise the bound one')
    .option('--draft <file>', 'a flow that is not stored, as JSON')
    .option('--direct-grant', 'without pages')
    .option('--wrong-password', 'the password that is typed is wrong')
    .option('--wrong-otp', 'the one-time code that is typed is wrong')
    .option('--session', 'the browser has a single sign-on session of this user')
    .option('--prompt <words>', 'prompt of the request')
    .option('--scope <words>', 'scope of the request')
    .option('--json', 'as JSON')
    .action(simulateFlow);
  program
    .command('session')
    .description('sessions')
    .command('verify')
    .argument('<sid>', 'id of the session')
    .description('read again what its logins say was written, and whether that holds (exit code 0, 1, or 2: no receipt)')
    .option('--realm <name>', 'realm to look in; all of them otherwise')
    .option('--json', 'as JSON')
    .action(verifySession);
  const keys = program.command('keys').description('the keys that a realm signs with');
  keys
    .command('rotate')
    .argument('<realm>', 'name of the realm')
    .description(
      'publish new signing keys; they sign after the publication delay, and the old ones are served until their last token expired',
    )
    .option('--algorithm <name...>', 'only the keys of these algorithms; without it, every asymmetric one')
    .option('--publish-for <seconds>', "how long a new key is published before it signs; the realm's keyPublicationDelay, or an hour")
    .option('--json', 'as JSON')
    .action(rotateKeys);
  keys
    .command('list')
    .argument('<realm>', 'name of the realm')
    .description('the signing keys and where each stands in its rotation')
    .option('--json', 'as JSON')
    .action(listKeys);
  program
    .command('doctor')
    .description('look through the installation and say what to do; changes nothing')
    .option('--json', 'as JSON')
    .action(doctor);
  addRestCommands(program);
  program.command('healthcheck').description('ask the running server whether it is ready').action(healthcheck);
}
