import type { LiveSession, SsoSessions } from '@anteroom/core';
import type { BackchannelLogout } from './backchannel-logout.ts';

/**
 * Sessions whose end is told to their clients, whoever ends them. It is announced before the session ends, so that no crash swallows it,
 * and told behind the caller's back, so that no slow client holds up a logout.
 */
export function createAnnouncingSessions(sessions: SsoSessions, backchannel: Pick<BackchannelLogout, 'announce' | 'deliver'>): SsoSessions {
  const tell = async <T>(ending: readonly LiveSession[], end: () => Promise<T>): Promise<T> => {
    const notices = (await Promise.all(ending.map((session) => backchannel.announce(session)))).flat();
    const result = await end();
    if (notices.length > 0) void backchannel.deliver(notices);
    return result;
  };
  return {
    ...sessions,
    async end(realm, sid, options) {
      if (options?.offline === true) return sessions.end(realm, sid, options);
      const session = await sessions.get(realm, sid);
      return tell(session === null ? [] : [session], () => sessions.end(realm, sid, options));
    },
    async endAllOfUser(realm, userId, options) {
      const all = await sessions.listByUser(realm, userId);
      const ending = all.filter(({ sid }) => sid !== options?.except);
      return tell(ending, () => sessions.endAllOfUser(realm, userId, options));
    },
  };
}
