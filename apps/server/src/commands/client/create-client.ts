import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { settingsOf } from '../../rest/settings-of.ts';
import { done } from '../../rest/show.ts';

export const createClient: RestCommand = {
  usage: 'create <clientId> [setting...]',
  summary: 'make a client; settings as name=value, the value as JSON or as text',
  ofRealm: true,
  examples: [
    'client create shop -r acme publicClient=true redirectUris=\'["https://shop.example/*"]\'',
    'client create robot -r acme serviceAccountsEnabled=true standardFlowEnabled=false',
  ],
  async run(rest, [clientId = '', ...settings], options) {
    const { location } = await rest.send('POST', realmPath(options, '/clients'), { ...settingsOf(settings.flat()), clientId });
    const id = location?.split('/').at(-1) ?? '';
    return done(`Made client ${clientId} (${id}).`, { clientId, id });
  },
};
