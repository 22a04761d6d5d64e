import { readFileSync } from 'node:fs';
import { askPassword } from '../../ask-password.ts';
import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';
import { findUser } from './find-user.ts';

export const setPassword: RestCommand = {
  usage: 'set-password <user>',
  summary: 'set a password, asked for or read from a file; sessions of the user end',
  ofRealm: true,
  options: [
    ['--new-password-file <file>', 'file with the new password'],
    ['--temporary', 'has to be changed at the next sign-in'],
  ],
  examples: ['user set-password alice -r acme --temporary', 'user set-password alice -r acme --new-password-file new.txt'],
  async run(rest, [name = ''], options) {
    const { id, username } = await findUser(rest, options, name);
    const file = options.newPasswordFile as string | undefined;
    const value = file === undefined ? await askPassword(`New password of ${username}`) : readFileSync(file, 'utf8').trim();
    await rest.send('PUT', realmPath(options, `/users/${id}/reset-password`), {
      type: 'password',
      value,
      temporary: options.temporary === true,
    });
    return done(`Set the password of ${username}.`, { id, username });
  },
};
