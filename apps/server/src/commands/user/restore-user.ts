import { AnteroomError } from '@anteroom/core';
import { anteroomPath, type RestCommand } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';

export const restoreUser: RestCommand = {
  usage: 'restore <user>',
  summary: 'bring back a deleted user, by name or id, with password, roles and groups',
  ofRealm: true,
  examples: ['user restore alice -r acme'],
  async run(rest, [name = ''], options) {
    const { deleted } = await rest.get<{ deleted: readonly { id: string; name: string }[] }>(anteroomPath(options, '/deleted'), {
      kind: 'user',
      max: 1000,
    });
    const found = deleted.find((thing) => thing.name === name || thing.id === name);
    if (found === undefined) throw new AnteroomError('not_found', `no deleted user ${name} is kept in realm ${options.realm}`);
    await rest.send('POST', anteroomPath(options, `/deleted/user/${found.id}/restore`));
    return done(`User ${found.name} is back.`, { id: found.id, username: found.name });
  },
};
