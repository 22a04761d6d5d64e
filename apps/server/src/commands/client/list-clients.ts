import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { table } from '../../rest/show.ts';

export const listClients: RestCommand = {
  usage: 'list',
  summary: 'clients of a realm',
  ofRealm: true,
  options: [['--search <part>', 'part of the clientId']],
  examples: ['client list -r acme', 'client list -r acme --search shop'],
  async run(rest, _, options) {
    const { search } = options as { search?: string };
    const query = search === undefined ? {} : { clientId: search, search: true };
    return table(await rest.get(realmPath(options, '/clients'), query), ['clientId', 'enabled', 'publicClient', 'redirectUris', 'id']);
  },
};
