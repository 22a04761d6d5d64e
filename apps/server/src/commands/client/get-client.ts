import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { document } from '../../rest/show.ts';
import { findClient } from './find-client.ts';

export const getClient: RestCommand = {
  usage: 'get <clientId>',
  summary: 'one client',
  ofRealm: true,
  examples: ['client get shop -r acme'],
  run: async (rest, [clientId = ''], options) =>
    document(await rest.get(realmPath(options, `/clients/${await findClient(rest, options, clientId)}`))),
};
