import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { table } from '../../rest/show.ts';

export const listUsers: RestCommand = {
  usage: 'list',
  summary: 'users of a realm',
  ofRealm: true,
  options: [
    ['--search <words>', 'part of user name, address or names'],
    ['--first <n>', 'users to skip', '0'],
    ['--max <n>', 'users to show', '100'],
  ],
  examples: ['user list -r acme --search alice', 'user list -r acme --max 10 --json'],
  async run(rest, _, options) {
    const { search, first, max } = options as { search?: string; first?: string; max?: string };
    return table(await rest.get(realmPath(options, '/users'), { search, first, max, briefRepresentation: true }), [
      'username',
      'email',
      'enabled',
      'id',
    ]);
  },
};
