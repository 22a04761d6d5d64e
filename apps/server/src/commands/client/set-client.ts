import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { settingsOf } from '../../rest/settings-of.ts';
import { done } from '../../rest/show.ts';
import { findClient } from './find-client.ts';

export const setClient: RestCommand = {
  usage: 'set <clientId> <setting...>',
  summary: 'change fields of a client: name=value, the value as JSON or as text',
  ofRealm: true,
  examples: ['client set shop enabled=false -r acme'],
  async run(rest, [clientId = '', ...settings], options) {
    const id = await findClient(rest, options, clientId);
    await rest.send('PUT', realmPath(options, `/clients/${id}`), settingsOf(settings.flat()));
    return done(`Changed client ${clientId}.`, { clientId, id });
  },
};
