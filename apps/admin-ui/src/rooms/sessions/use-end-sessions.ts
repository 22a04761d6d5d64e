import { ApiError } from '../../api/api-error.ts';
import type { SessionRow } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { useAct } from '../../ui/use-act.ts';
import { endSession } from './sessions-query.ts';

/** Asks, then ends the sessions one after the other. One that is gone already is no failure. */
export function useEndSessions(realm: string) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const confirm = useConfirm();
  return (sessions: readonly SessionRow[], then: () => void = () => {}) => {
    const count = sessions.length;
    const people = new Set(sessions.map(({ username }) => username));
    const clients = new Set(sessions.flatMap((session) => session.clients.map(({ clientId }) => clientId)));
    confirm({
      title: t('sessions.endTitle', { count }),
      body: t('sessions.endBody', { people: people.size, person: sessions[0]?.username ?? '', clients: clients.size }),
      action: t('sessions.endAction', { count }),
      onConfirm: async () => {
        const end = async () => {
          for (const session of sessions) {
            try {
              await endSession(api, realm, session);
            } catch (error) {
              if (!(error instanceof ApiError && error.status === 404)) throw error;
            }
          }
        };
        await act(end, {
          done: t('sessions.ended', { count }),
          changes: [
            ['sessions', realm],
            ['users', realm],
          ],
        });
        then();
      },
    });
  };
}
