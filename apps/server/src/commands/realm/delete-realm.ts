import { type RestCommand, realmPath, requireYes } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';

export const deleteRealm: RestCommand = {
  usage: 'delete <realm>',
  summary: 'delete a realm with everything in it, for good',
  ofRealm: false,
  options: [['--yes', 'really']],
  examples: ['realm delete acme --yes'],
  async run(rest, [realm = ''], options) {
    requireYes(options, `realm ${realm} and everything in it would be gone`);
    await rest.send('DELETE', realmPath({ realm }));
    return done(`Deleted realm ${realm}.`, { realm });
  },
};
