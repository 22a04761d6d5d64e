import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { document } from '../../rest/show.ts';

export const getRealm: RestCommand = {
  usage: 'get <realm>',
  summary: 'settings of a realm, secrets masked',
  ofRealm: false,
  examples: ['realm get acme'],
  run: async (rest, [realm = '']) => document(await rest.get(realmPath({ realm }))),
};
