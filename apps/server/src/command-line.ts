import { ConfigurationError } from '@anteroom/config';
import { isAnteroomError } from '@anteroom/core';
import { Command, CommanderError } from 'commander';
import { addCommands } from './commands/add-commands.ts';

/** sysexits(3): a configuration that cannot be used. */
const EXIT_CONFIGURATION = 78;

const program = new Command('anteroom')
  .description('OpenID Connect provider that speaks the Keycloak dialect')
  .exitOverride()
  .showHelpAfterError('(anteroom --help shows every command)');
addCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  // A start that failed half-way has ports and files open; nothing of it may keep the process alive.
  process.exit(report(error));
}

/** One line that says what to change; a stack trace only for what nobody foresaw. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigurationError || isAnteroomError(error, 'configuration') || isAnteroomError(error, 'key_missing')) {
    process.stderr.write(`anteroom: ${error.message}\n`);
    return EXIT_CONFIGURATION;
  }
  if (isAnteroomError(error)) {
    process.stderr.write(`anteroom: ${error.message}\n`);
    return 1;
  }
  process.stderr.write(`anteroom: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
