import type { RestCommand } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';

export const createRealm: RestCommand = {
  usage: 'create <realm>',
  summary: 'make a realm as Keycloak makes a new one',
  ofRealm: false,
  options: [['--display-name <name>', 'what people see']],
  examples: ['realm create acme --display-name "Acme Corporation"'],
  async run(rest, [realm = ''], { displayName }) {
    await rest.send('POST', '/admin/realms', { realm, enabled: true, ...(displayName === undefined ? {} : { displayName }) });
    return done(`Made realm ${realm}.`, { realm });
  },
};
