import { AnteroomError } from '@anteroom/core';
import type { RestClient } from '../../rest/rest-client.ts';
import { type RestOptions, realmPath } from '../../rest/rest-command.ts';

/** The id behind a clientId. */
export async function findClient(rest: RestClient, options: RestOptions, clientId: string): Promise<string> {
  const [client] = await rest.get<readonly { id: string }[]>(realmPath(options, '/clients'), { clientId });
  if (client !== undefined) return client.id;
  throw new AnteroomError('not_found', `there is no client ${clientId} in realm ${options.realm}`);
}
