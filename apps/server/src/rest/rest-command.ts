import { AnteroomError } from '@anteroom/core';
import type { Command } from 'commander';
import { withRest } from './connect.ts';
import type { RestClient } from './rest-client.ts';
import { type Shown, show } from './show.ts';
import type { SignInOptions } from './sign-in.ts';

export type RestOptions = SignInOptions & { readonly json?: boolean; readonly realm?: string } & Readonly<Record<string, unknown>>;

/** A command over the Admin REST: its words, its help, and what it does. */
export interface RestCommand {
  /** Under its group: `list`, `get <name>`. */
  readonly usage: string;
  readonly summary: string;
  /** Below one realm: then it has `--realm`. */
  readonly ofRealm: boolean;
  /** Its own, as commander writes them. */
  readonly options?: readonly (readonly [flags: string, description: string, standard?: string])[];
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Of its options, those that must be given. */
  readonly required?: readonly string[];
  /** True where it prints by itself as it goes on. */
  readonly prints?: boolean;
  /** True where it looks at sessions, which may be in the memory of the server. */
  readonly sessions?: boolean;
  run(rest: RestClient, values: readonly string[], options: RestOptions): Promise<Shown>;
}

export function addRestCommand(parent: Command, spec: RestCommand): void {
  const command = parent.command(spec.usage).description(spec.summary);
  if (spec.ofRealm) command.requiredOption('-r, --realm <realm>', 'name of the realm');
  for (const [flags, description, standard] of spec.options ?? []) {
    if (spec.required?.some((name) => flags.startsWith(name)) === true) command.requiredOption(flags, description, standard);
    else command.option(flags, description, standard);
  }
  command
    .option('--json', 'as JSON')
    .option('--server <url>', 'a running server (ANTEROOM_CLI_SERVER); without one: the configured database')
    .option('--user <name>', 'who signs in at the server (ANTEROOM_CLI_USER); asks for the password')
    .option('--password-file <file>', 'file with the password (or ANTEROOM_CLI_PASSWORD)')
    .option('--token-file <file>', 'file with an access token instead (or ANTEROOM_CLI_TOKEN)')
    .option('--auth-realm <realm>', 'realm of the user (ANTEROOM_CLI_REALM; default: master)')
    .addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  $ anteroom ${example}`).join('\n')}\n`)
    .action(async (...given: unknown[]) => {
      const options = given.at(-2) as RestOptions;
      const values = given.slice(0, -2).flat() as string[];
      const shown = await withRest({ ...options, sessions: spec.sessions ?? false }, (rest) => spec.run(rest, values, options));
      if (spec.prints !== true) show(shown, options.json === true);
    });
}

/** What cannot be taken back wants to be said twice. */
export function requireYes(options: RestOptions, consequence: string): void {
  if (options.yes !== true) throw new AnteroomError('invalid_input', `${consequence}: say --yes`);
}

/** Path of a realm below the Admin REST. */
export const realmPath = ({ realm }: Pick<RestOptions, 'realm'>, rest = ''): string =>
  `/admin/realms/${encodeURIComponent(realm ?? '')}${rest}`;

/** The same below what Keycloak does not have. */
export const anteroomPath = ({ realm }: Pick<RestOptions, 'realm'>, rest: string): string =>
  `/admin/anteroom/realms/${encodeURIComponent(realm ?? '')}${rest}`;
