import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';
import { findUser } from './find-user.ts';

export const deleteUser: RestCommand = {
  usage: 'delete <user>',
  summary: 'delete a user; for some days `user restore` brings it back',
  ofRealm: true,
  examples: ['user delete alice -r acme'],
  async run(rest, [name = ''], options) {
    const { id, username } = await findUser(rest, options, name);
    await rest.send('DELETE', realmPath(options, `/users/${id}`));
    return done(`Deleted user ${username} (${id}).`, { id, username });
  },
};
