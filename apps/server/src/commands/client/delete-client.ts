import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';
import { findClient } from './find-client.ts';

export const deleteClient: RestCommand = {
  usage: 'delete <clientId>',
  summary: 'delete a client; for some days it can be restored in the console',
  ofRealm: true,
  examples: ['client delete shop -r acme'],
  async run(rest, [clientId = ''], options) {
    const id = await findClient(rest, options, clientId);
    await rest.send('DELETE', realmPath(options, `/clients/${id}`));
    return done(`Deleted client ${clientId} (${id}).`, { clientId, id });
  },
};
