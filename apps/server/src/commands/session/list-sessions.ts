import { anteroomPath, type RestCommand } from '../../rest/rest-command.ts';
import { table } from '../../rest/show.ts';

export const listSessions: RestCommand = {
  usage: 'list',
  summary: 'sessions of a realm, newest first',
  ofRealm: true,
  sessions: true,
  options: [
    ['--search <words>', 'of people found by these words, or the session of this id'],
    ['--client <clientId>', 'with a part for this client'],
    ['--max <n>', 'sessions to show', '100'],
  ],
  examples: ['session list -r acme', 'session list -r acme --client shop --json'],
  async run(rest, _, options) {
    const { search, client, max } = options as { search?: string; client?: string; max?: string };
    const { sessions } = await rest.get<{ sessions: readonly Record<string, unknown>[] }>(anteroomPath(options, '/sessions'), {
      search,
      client,
      max,
    });
    const rows = sessions.map((session) => ({
      ...session,
      clients: (session.clients as readonly { clientId: string }[]).map(({ clientId }) => clientId),
    }));
    const { text } = table(rows, ['username', 'clients', 'ipAddress', 'lastAccessAt', 'offline', 'id']);
    return { json: sessions, text };
  },
};
