import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { settingsOf } from '../../rest/settings-of.ts';
import { done } from '../../rest/show.ts';
import { findUser } from './find-user.ts';

export const setUser: RestCommand = {
  usage: 'set <user> <setting...>',
  summary: 'change fields of a user: name=value, the value as JSON or as text',
  ofRealm: true,
  examples: ['user set alice enabled=false -r acme', 'user set alice email=alice@acme.test emailVerified=true -r acme'],
  async run(rest, [name = '', ...settings], options) {
    const { id, username } = await findUser(rest, options, name);
    await rest.send('PUT', realmPath(options, `/users/${id}`), settingsOf(settings.flat()));
    return done(`Changed user ${username}.`, { id, username });
  },
};
