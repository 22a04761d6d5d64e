import { readFileSync } from 'node:fs';
import { AnteroomError } from '@anteroom/core';
import { askPassword } from '../ask-password.ts';
import { exchange, type RestTarget } from './rest-client.ts';

/** How a command reaches a server; every option has an environment name. */
export interface SignInOptions {
  readonly server?: string;
  readonly authRealm?: string;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly tokenFile?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Address of the server that a command is for; null: the database of this configuration. */
export function serverOf({ server }: SignInOptions, env: Environment): string | null {
  return server ?? env.ANTEROOM_CLI_SERVER ?? null;
}

/** A token that was given, or one by name and password with client `admin-cli`. Renewed before it ends, for commands that stay. */
export function tokenSource(target: RestTarget, options: SignInOptions, env: Environment, now: () => Date): () => Promise<string> {
  const given = options.tokenFile === undefined ? env.ANTEROOM_CLI_TOKEN : fileText(options.tokenFile);
  if (given !== undefined && given !== '') return async () => given;
  const username = options.user ?? env.ANTEROOM_CLI_USER;
  if (username === undefined || username === '')
    throw new AnteroomError('invalid_input', 'who are you? Give --user, or a token by --token-file or ANTEROOM_CLI_TOKEN');
  const realm = options.authRealm ?? env.ANTEROOM_CLI_REALM ?? 'master';
  let password: string | null = null;
  let token = '';
  let until = 0;
  return async () => {
    if (now().getTime() < until) return token;
    password ??= await passwordOf(username, options, env);
    const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password });
    const { status, json } = await exchange(target, {
      method: 'POST',
      path: `/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    });
    const answer = (json ?? {}) as { access_token?: string; expires_in?: number; error_description?: string };
    if (status !== 200 || answer.access_token === undefined)
      throw new AnteroomError(
        'invalid_token',
        `${username} cannot sign in at realm ${realm}: ${answer.error_description ?? `HTTP ${status}`}`,
      );
    token = answer.access_token;
    until = now().getTime() + Math.max(0, (answer.expires_in ?? 60) - 10) * 1000;
    return token;
  };
}

async function passwordOf(username: string, { passwordFile }: SignInOptions, env: Environment): Promise<string> {
  if (passwordFile !== undefined) return fileText(passwordFile);
  return env.ANTEROOM_CLI_PASSWORD ?? askPassword(`Password of ${username}`, { once: true });
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new AnteroomError('invalid_input', `${path} cannot be read`, { cause: error });
  }
}
