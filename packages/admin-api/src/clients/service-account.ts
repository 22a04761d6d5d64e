import type { Change, Client, Clock, Directory, IdSource, RealmSnapshot, User } from '@anteroom/core';

interface Sources {
  readonly directory: Pick<Directory, 'users'>;
  readonly ids: IdSource;
  readonly clock: Clock;
}

const SCOPE = 'service_account';

/** The user behind a client that may log in as itself: made when the switch is first set, renamed with the client. */
export async function planServiceAccount(realm: RealmSnapshot, client: Client, sources: Sources): Promise<readonly Change[]> {
  const existing = await sources.directory.users.findServiceAccount(realm.id, client.id);
  const username = `service-account-${client.clientId.toLowerCase()}`;
  if (existing !== null) return existing.username === username ? [] : [{ kind: 'update-user', id: existing.id, patch: { username } }];
  if (!client.serviceAccountsEnabled) return [];
  const user: User = {
    id: sources.ids.uuid(),
    username,
    email: null,
    emailVerified: false,
    firstName: null,
    lastName: null,
    enabled: true,
    createdAt: sources.clock.now(),
    attributes: {},
    requiredActions: [],
    notBefore: 0,
    sessionsNotBefore: null,
    credentialVersion: 1,
    serviceAccountClient: client.id,
    roles: [realm.realm.defaultRoleId],
    groups: [],
    extra: {},
  };
  return [{ kind: 'create-user', user }];
}

/** A client with a service account gets the scope that puts its id into tokens. */
export function withServiceAccountScope(realm: RealmSnapshot, client: Client): Client {
  const has = client.defaultClientScopes.includes(SCOPE) || client.optionalClientScopes.includes(SCOPE);
  if (!client.serviceAccountsEnabled || has || realm.scope(SCOPE)?.protocol !== client.protocol) return client;
  return { ...client, defaultClientScopes: [...client.defaultClientScopes, SCOPE] };
}
