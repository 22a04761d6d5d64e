import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { findClient } from './find-client.ts';

export const clientSecret: RestCommand = {
  usage: 'secret <clientId>',
  summary: 'print the secret of a client',
  ofRealm: true,
  options: [['--new', 'make a new one first; the old one is dead']],
  examples: ['client secret robot -r acme', 'client secret robot -r acme --new'],
  async run(rest, [clientId = ''], options) {
    const path = realmPath(options, `/clients/${await findClient(rest, options, clientId)}/client-secret`);
    const secret = options.new === true ? (await rest.send('POST', path)).json : await rest.get(path);
    return { json: secret, text: String((secret as { value?: string }).value ?? '') };
  },
};
