import type { RestCommand } from '../../rest/rest-command.ts';
import { table } from '../../rest/show.ts';

export const listRealms: RestCommand = {
  usage: 'list',
  summary: 'realms that you administer',
  ofRealm: false,
  examples: ['realm list', 'realm list --json --server https://login.example.org --user admin'],
  run: async (rest) => table(await rest.get('/admin/realms', { briefRepresentation: true }), ['realm', 'enabled', 'displayName', 'id']),
};
