import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';

export const createUser: RestCommand = {
  usage: 'create <username>',
  summary: 'make a user',
  ofRealm: true,
  options: [
    ['--email <address>', 'e-mail address'],
    ['--first-name <name>', 'first name'],
    ['--last-name <name>', 'last name'],
    ['--disabled', 'may not sign in yet'],
  ],
  examples: ['user create alice -r acme --email alice@acme.test --first-name Alice'],
  async run(rest, [username = ''], options) {
    const { email, firstName, lastName, disabled } = options;
    const given = Object.entries({ email, firstName, lastName }).filter(([, value]) => value !== undefined);
    const { location } = await rest.send('POST', realmPath(options, '/users'), {
      username,
      enabled: disabled !== true,
      ...Object.fromEntries(given),
    });
    const id = location?.split('/').at(-1) ?? '';
    return done(`Made user ${username} (${id}).`, { username, id });
  },
};
