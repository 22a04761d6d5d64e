import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { settingsOf } from '../../rest/settings-of.ts';
import { done } from '../../rest/show.ts';

export const setRealm: RestCommand = {
  usage: 'set <realm> <setting...>',
  summary: 'change settings of a realm: name=value, the value as JSON or as text',
  ofRealm: false,
  examples: ['realm set acme enabled=false', 'realm set acme accessTokenLifespan=120 displayName="Acme"'],
  async run(rest, [realm = '', ...settings]) {
    await rest.send('PUT', realmPath({ realm }), settingsOf(settings.flat()));
    return done(`Changed realm ${realm}.`, { realm });
  },
};
