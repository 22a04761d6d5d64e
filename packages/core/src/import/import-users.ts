import type { Change } from '../directory/change.ts';
import type { Client } from '../directory/client.ts';
import type { Credential, User, WholeUser } from '../directory/user.ts';
import { fromConsentRepresentation } from '../representation/consent.ts';
import { clearPassword, fromCredentialRepresentation } from '../representation/credential.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import { fromUserRepresentation } from '../representation/user.ts';
import type { ImportContext, NamingContext } from './context.ts';
import { resolveGroups } from './import-groups.ts';
import { resolveRoles } from './import-roles.ts';

/** A clear password of the document: to be hashed and put as this credential before the unit is committed. */
export interface PasswordToHash {
  readonly value: string;
  /** Everything of the credential but its two data parts. */
  readonly credential: Omit<Credential, 'secretData' | 'credentialData'>;
}

export interface ImportedUsers {
  /** Without the passwords of `passwordsToHash`. */
  readonly users: readonly WholeUser[];
  readonly passwordsToHash: readonly PasswordToHash[];
}

/** Users of a document against the names of their realm. One without `realmRoles` gets no role at all, not even the default one (recorded). */
export function importUsers(context: NamingContext, representations: readonly Representation[]): ImportedUsers {
  const passwordsToHash: PasswordToHash[] = [];
  const users = representations.map((representation): WholeUser => {
    const user = toUser(context, representation);
    reportUnknown(context, user);
    const credentials = (readObjects(representation, 'credentials') ?? []).flatMap((credential, index) => {
      const owner = { id: context.ids.uuid(), userId: user.id, createdAt: context.now, priority: (index + 1) * 10 };
      const stored = fromCredentialRepresentation(credential, owner);
      const value = clearPassword(credential);
      if (stored === null && value !== null)
        passwordsToHash.push({ value, credential: { ...owner, type: 'password', userLabel: readText(credential, 'userLabel') ?? null } });
      return stored ?? [];
    });
    const consents = (readObjects(representation, 'clientConsents') ?? []).flatMap(
      (consent) =>
        fromConsentRepresentation(consent, {
          userId: user.id,
          client: context.names.client,
          scope: context.names.scope,
          now: context.now,
        }) ?? [],
    );
    return { user, credentials, consents };
  });
  return { users, passwordsToHash };
}

/** Service accounts that the source does not bring: they have the default role. */
export function missingServiceAccounts(
  context: Pick<ImportContext, 'ids' | 'now' | 'served'>,
  clients: readonly Client[],
  defaultRoleId: string,
): readonly WholeUser[] {
  return clients
    .filter((client) => client.serviceAccountsEnabled && !context.served.has(client.clientId))
    .map((client) => ({
      user: { ...serviceAccountUser(client, context.ids.uuid(), context.now), roles: [defaultRoleId] },
      credentials: [],
      consents: [],
    }));
}

/** ClientIds of the service accounts among users. */
export function servedClients(users: readonly Representation[]): readonly string[] {
  return users.flatMap((user) => readText(user, 'serviceAccountClientId') ?? []);
}

/** The same as steps of a unit. */
export function userChanges(users: readonly WholeUser[]): readonly Change[] {
  return users.flatMap(({ user, credentials, consents }): Change[] => [
    { kind: 'create-user', user },
    ...credentials.map((credential): Change => ({ kind: 'put-credential', credential })),
    ...consents.map((consent): Change => ({ kind: 'put-consent', consent })),
  ]);
}

/** The user behind a client's service account. */
export function serviceAccountUser(client: Pick<Client, 'id' | 'clientId'>, id: string, createdAt: Date): User {
  const user = fromUserRepresentation({ username: `service-account-${client.clientId}`, enabled: true }, { id, createdAt });
  return { ...user, serviceAccountClient: client.id };
}

function toUser(context: NamingContext, representation: Representation): User {
  const user = fromUserRepresentation(representation, { id: context.ids.uuid(), createdAt: context.now });
  const path = `users[${user.username}]`;
  const served = readText(representation, 'serviceAccountClientId');
  const serviceAccountClient = served === undefined ? null : context.names.client(served);
  if (served !== undefined && serviceAccountClient === null)
    context.report.warn(path, `is the service account of "${served}", which is not in the document`);
  const clientRoles = readObject(representation, 'clientRoles') ?? readObject(representation, 'applicationRoles') ?? {};
  return {
    ...user,
    serviceAccountClient,
    roles: resolveRoles(context, readTexts(representation, 'realmRoles') ?? [], clientRoles, path),
    groups: resolveGroups(context, readTexts(representation, 'groups') ?? [], path),
  };
}

function reportUnknown(context: NamingContext, user: User): void {
  const keys = Object.keys(user.extra);
  if (keys.length > 0) context.report.info(`users[${user.username}]`, `kept without effect: ${keys.join(', ')}`);
}
