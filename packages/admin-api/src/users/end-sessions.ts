import type { RealmSnapshot, SsoSessions } from '@anteroom/core';

/**
 * Clean-up behind `sessionsNotBefore` or a deleted user: nothing of these sessions works any more once the directory unit is through;
 * this removes their records.
 */
export async function endSessionsOf(sessions: Pick<SsoSessions, 'endAllOfUser'>, realm: RealmSnapshot, userId: string): Promise<void> {
  await sessions.endAllOfUser(realm, userId);
  await sessions.endAllOfUser(realm, userId, { offline: true });
}
