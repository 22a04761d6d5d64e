import type { Directory, LiveSession, RealmSnapshot, SsoSessions, User } from '@anteroom/core';
import { isBeforeRealmMark, isStale } from '../grants/check-user.ts';
import { COOKIES } from './cookies.ts';
import type { Visit } from './visit.ts';

/** A live SSO session with its user in good standing. */
export interface BrowserSession {
  readonly live: LiveSession;
  readonly user: User;
  /** The identity cookie as the browser sent it; null when the session was found otherwise. */
  readonly cookie: string | null;
}

export interface BrowserSessions {
  /** The session of this browser, by its identity cookie. One read, none without a cookie. */
  current(visit: Visit): Promise<BrowserSession | null>;
  /** A session by its id, with the same checks; only for a caller who has proven the right to it. */
  byId(realm: RealmSnapshot, sid: string): Promise<BrowserSession | null>;
}

export function createBrowserSessions(dependencies: {
  readonly sessions: Pick<SsoSessions, 'findByCookie' | 'get'>;
  readonly directory: Pick<Directory, 'users'>;
}): BrowserSessions {
  const { sessions, directory } = dependencies;

  const check = async (realm: RealmSnapshot, live: LiveSession | null, cookie: string | null): Promise<BrowserSession | null> => {
    if (live === null) return null;
    if (isBeforeRealmMark(live)) return null;
    const user = await directory.users.get(realm.id, live.record.user);
    return user === null || !user.enabled || isStale(live, user) ? null : { live, user, cookie };
  };

  return {
    async current({ realm, cookies }) {
      const cookie = cookies[COOKIES.identity];
      return cookie ? check(realm, await sessions.findByCookie(realm, cookie), cookie) : null;
    },
    byId: async (realm, sid) => check(realm, await sessions.get(realm, sid), null),
  };
}
