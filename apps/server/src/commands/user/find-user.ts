import { AnteroomError } from '@anteroom/core';
import type { RestClient } from '../../rest/rest-client.ts';
import { type RestOptions, realmPath } from '../../rest/rest-command.ts';

export interface FoundUser {
  readonly id: string;
  readonly username: string;
}

/** By user name, or else by id. */
export async function findUser(rest: RestClient, options: RestOptions, name: string): Promise<FoundUser> {
  const [user] = await rest.get<readonly FoundUser[]>(realmPath(options, '/users'), { username: name, exact: true });
  if (user !== undefined) return user;
  if (/^[0-9a-f-]{36}$/i.test(name)) return rest.get<FoundUser>(realmPath(options, `/users/${name}`));
  throw new AnteroomError('not_found', `there is no user ${name} in realm ${options.realm}`);
}
