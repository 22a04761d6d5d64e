import type { LiveSession, RealmSnapshot } from '@anteroom/core';

/** Keycloak's UserSessionRepresentation. `client` narrows the times to that client's part in the session. */
export function showSession(realm: RealmSnapshot, session: LiveSession): Readonly<Record<string, unknown>> {
  const { record } = session;
  const clients = Object.values(record.clients).flatMap((entry) => {
    const clientId = realm.clientId(entry.client);
    return clientId === null ? [] : [[entry.client, clientId] as const];
  });
  return {
    id: session.sid,
    username: record.username,
    userId: record.user,
    ipAddress: record.ipAddress,
    start: secondsGrain(record.started),
    lastAccess: secondsGrain(record.lastAccess),
    rememberMe: record.rememberMe,
    clients: Object.fromEntries(clients),
    transientUser: false,
  };
}

/** Keycloak counts whole seconds and shows them as milliseconds. */
const secondsGrain = (milliseconds: number) => Math.floor(milliseconds / 1000) * 1000;
