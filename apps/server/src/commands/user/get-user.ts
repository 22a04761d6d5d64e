import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { document } from '../../rest/show.ts';
import { findUser } from './find-user.ts';

export const getUser: RestCommand = {
  usage: 'get <user>',
  summary: 'one user, by name or id',
  ofRealm: true,
  examples: ['user get alice -r acme'],
  run: async (rest, [name = ''], options) =>
    document(await rest.get(realmPath(options, `/users/${(await findUser(rest, options, name)).id}`))),
};
