import type { Change } from '../directory/change.ts';
import type { Client } from '../directory/client.ts';
import type { Credential, User } from '../directory/user.ts';
import { fromConsentRepresentation } from '../representation/consent.ts';
import { clearPassword, fromCredentialRepresentation } from '../representation/credential.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import { fromUserRepresentation } from '../representation/user.ts';
import type { ImportContext } from './context.ts';
import { resolveGroups } from './import-groups.ts';
import { resolveRoles } from './import-roles.ts';

/** A clear password of the document: to be hashed and put as this credential before the unit is committed. */
export interface PasswordToHash {
  readonly userId: string;
  readonly value: string;
  /** Everything of the credential but its two data parts. */
  readonly credential: Omit<Credential, 'secretData' | 'credentialData'>;
}

export interface ImportedUsers {
  readonly changes: readonly Change[];
  readonly passwordsToHash: readonly PasswordToHash[];
}

/** Needs everything else. A user without `realmRoles` gets no role at all, not even the default one (recorded). */
export function importUsers(context: ImportContext, clients: readonly Client[], defaultRoleId: string): ImportedUsers {
  const changes: Change[] = [];
  const passwordsToHash: PasswordToHash[] = [];
  const served = new Set<string>();
  for (const representation of readObjects(context.document, 'users') ?? []) {
    const user = toUser(context, representation);
    if (user.serviceAccountClient !== null) served.add(user.serviceAccountClient);
    reportUnknown(context, user);
    changes.push({ kind: 'create-user', user });
    (readObjects(representation, 'credentials') ?? []).forEach((credential, index) => {
      const owner = { id: context.ids.uuid(), userId: user.id, createdAt: context.now, priority: (index + 1) * 10 };
      const stored = fromCredentialRepresentation(credential, owner);
      const value = clearPassword(credential);
      if (stored !== null) changes.push({ kind: 'put-credential', credential: stored });
      else if (value !== null)
        passwordsToHash.push({
          userId: user.id,
          value,
          credential: { ...owner, type: 'password', userLabel: readText(credential, 'userLabel') ?? null },
        });
    });
    for (const consent of readObjects(representation, 'clientConsents') ?? []) {
      const granted = fromConsentRepresentation(consent, {
        userId: user.id,
        client: context.names.client,
        scope: context.names.scope,
        now: context.now,
      });
      if (granted !== null) changes.push({ kind: 'put-consent', consent: granted });
    }
  }
  for (const client of clients) {
    if (client.serviceAccountsEnabled && !served.has(client.id)) {
      changes.push({
        kind: 'create-user',
        user: { ...serviceAccountUser(client, context.ids.uuid(), context.now), roles: [defaultRoleId] },
      });
    }
  }
  return { changes, passwordsToHash };
}

/** The user behind a client's service account. */
export function serviceAccountUser(client: Pick<Client, 'id' | 'clientId'>, id: string, createdAt: Date): User {
  const user = fromUserRepresentation({ username: `service-account-${client.clientId}`, enabled: true }, { id, createdAt });
  return { ...user, serviceAccountClient: client.id };
}

function toUser(context: ImportContext, representation: Representation): User {
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

function reportUnknown(context: ImportContext, user: User): void {
  const keys = Object.keys(user.extra);
  if (keys.length > 0) context.report.info(`users[${user.username}]`, `kept without effect: ${keys.join(', ')}`);
}
