import type { Clock, IdSource } from '../clock.ts';
import { openIdScopes } from '../defaults/management-client.ts';
import type { Change } from '../directory/change.ts';
import type { Directory } from '../directory/directory.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { AnteroomError } from '../errors.ts';
import { fromClientRepresentation, withGeneratedSecret } from '../representation/client.ts';
import { fromIdentityProviderRepresentation } from '../representation/component.ts';
import { type Representation, readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import { fromRoleRepresentation } from '../representation/role.ts';
import type { ImportContext } from './context.ts';
import { importGroups } from './import-groups.ts';
import { createImportReport } from './import-report.ts';
import { resolveRoles } from './import-roles.ts';
import { importUsers, missingServiceAccounts, type PasswordToHash, servedClients, userChanges } from './import-users.ts';
import { namesOfRealm } from './names-of-realm.ts';

export type PartialImportPolicy = 'FAIL' | 'SKIP' | 'OVERWRITE';

export interface PartialImportResult {
  readonly action: 'ADDED' | 'SKIPPED' | 'OVERWRITTEN';
  readonly resourceType: 'CLIENT' | 'REALM_ROLE' | 'CLIENT_ROLE' | 'IDP' | 'GROUP' | 'USER';
  readonly resourceName: string;
  readonly id: string;
}

export interface PartialImportPlan {
  readonly changes: readonly Change[];
  readonly passwordsToHash: readonly PasswordToHash[];
  readonly results: readonly PartialImportResult[];
}

/**
 * `POST partialImport` (Keycloak): clients, roles, identity providers, groups and users of a document into a realm that is there. What
 * exists under its name is left, replaced under its id, or refused with `already_exists`.
 */
export async function planPartialImport(
  realm: RealmSnapshot,
  document: Representation,
  policy: PartialImportPolicy,
  { directory, ids, clock }: { readonly directory: Pick<Directory, 'clients' | 'users'>; readonly ids: IdSource; readonly clock: Clock },
): Promise<PartialImportPlan> {
  const list = (key: string) => readObjects(document, key) ?? [];
  const names = namesOfRealm(realm);
  const users = list('users');
  const context: ImportContext = {
    document,
    realmId: realm.id,
    served: new Set(servedClients(users)),
    ids,
    now: clock.now(),
    names,
    report: createImportReport(),
  };
  const changes: Change[] = [];
  const results: PartialImportResult[] = [];

  /** The id under which a thing is to be put; null when it is left as it is. */
  function place(kind: PartialImportResult['resourceType'], name: string, existing: string | null, given: string, exists: string) {
    if (existing !== null && policy === 'FAIL') throw new AnteroomError('already_exists', exists, { publicText: exists });
    const id = existing ?? given;
    results.push({
      action: existing === null ? 'ADDED' : policy === 'SKIP' ? 'SKIPPED' : 'OVERWRITTEN',
      resourceType: kind,
      resourceName: name,
      id,
    });
    return existing !== null && policy === 'SKIP' ? null : id;
  }
  const idOf = (representation: Representation) => readText(representation, 'id') ?? ids.uuid();

  for (const representation of list('clients')) {
    const clientId = readText(representation, 'clientId') ?? '';
    const id = place('CLIENT', clientId, names.client(clientId), idOf(representation), `Client id '${clientId}' already exists`);
    if (id === null) continue;
    const before = await directory.clients.get(realm.id, id);
    const draft = fromClientRepresentation({ ...representation, id }, { ids, ...openIdScopes(realm) });
    const client = withGeneratedSecret({ ...draft, scopeMappings: before?.scopeMappings ?? [] }, ids, context.now);
    names.add('client', clientId, id);
    changes.push({ kind: 'put-client', client });
    if ((await directory.users.findServiceAccount(realm.id, id)) === null)
      changes.push(...userChanges(missingServiceAccounts(context, [client], realm.realm.defaultRoleId)));
  }

  changes.push(...planRoles(realm, context, place));

  for (const representation of list('identityProviders')) {
    const alias = readText(representation, 'alias') ?? '';
    const before = realm.configuration.identityProviders.find((provider) => provider.alias === alias);
    const given = readText(representation, 'internalId') ?? ids.uuid();
    const id = place('IDP', alias, before?.internalId ?? null, given, `Identity Provider '${alias}' already exists.`);
    if (id !== null)
      changes.push({
        kind: 'put-identity-provider',
        provider: { ...fromIdentityProviderRepresentation(representation, id), internalId: id },
      });
  }

  for (const representation of list('groups')) {
    const path = `/${readText(representation, 'name') ?? ''}`;
    const existing = names.group(path);
    const id = place('GROUP', path, existing, idOf(representation), `Group '${path}' already exists`);
    if (id === null) continue;
    if (existing !== null) changes.push({ kind: 'delete-group', id: existing });
    const tree = importGroups({ ...context, document: { groups: [{ ...representation, id }] } });
    changes.push(...tree.map((group): Change => ({ kind: 'put-group', group })));
  }

  const passwordsToHash: PasswordToHash[] = [];
  for (const representation of users) {
    const username = (readText(representation, 'username') ?? '').toLowerCase();
    const named = await directory.users.findByUsername(realm.id, username);
    const email = realm.realm.duplicateEmailsAllowed ? undefined : readText(representation, 'email')?.toLowerCase();
    const before = named ?? (email ? await directory.users.findByEmail(realm.id, email) : null);
    const exists = named === null ? `User with email ${email} already exists.` : `User with username ${username} already exists.`;
    // Replaced, a user keeps the id that tokens know, unless the document names another one.
    const given = readText(representation, 'id') ?? before?.id ?? ids.uuid();
    if (place('USER', username, before === null ? null : given, given, exists) === null) continue;
    const planned = importUsers(context, [{ ...representation, id: given }]);
    passwordsToHash.push(...planned.passwordsToHash);
    if (before !== null) changes.push({ kind: 'delete-user', id: before.id });
    changes.push(...userChanges(planned.users));
  }
  return { changes, passwordsToHash, results };
}

type Place = (
  kind: PartialImportResult['resourceType'],
  name: string,
  existing: string | null,
  given: string,
  exists: string,
) => string | null;

/** All roles are named before the first composite is resolved. */
function planRoles(realm: RealmSnapshot, context: ImportContext, place: Place): readonly Change[] {
  const { names, ids } = context;
  const roles = readObject(context.document, 'roles') ?? {};
  const placed: { readonly representation: Representation; readonly id: string; readonly client: string | null }[] = [];
  for (const representation of readObjects(roles, 'realm') ?? []) {
    const name = readText(representation, 'name') ?? '';
    const given = readText(representation, 'id') ?? ids.uuid();
    const id = place('REALM_ROLE', name, names.realmRole(name), given, `Realm role '${name}' already exists.`);
    if (id === null) continue;
    names.add('realm-role', name, id);
    placed.push({ representation, id, client: null });
  }
  const byClient = readObject(roles, 'client') ?? {};
  for (const clientId of Object.keys(byClient)) {
    const client = names.client(clientId);
    if (client === null)
      throw new AnteroomError('invalid_input', `there is no client ${clientId}`, {
        publicText: `Can not import client roles for nonexistent client named ${clientId}`,
      });
    for (const representation of readObjects(byClient, clientId) ?? []) {
      const name = readText(representation, 'name') ?? '';
      const given = readText(representation, 'id') ?? ids.uuid();
      const exists = `Client role '${name}' for client '${clientId}' already exists.`;
      const id = place('CLIENT_ROLE', name, names.clientRole(clientId, name), given, exists);
      if (id === null) continue;
      names.addClientRole(clientId, name, id);
      placed.push({ representation, id, client });
    }
  }
  return placed.map(({ representation, id, client }): Change => {
    const owner = { id, containerId: client ?? realm.id, clientRole: client !== null };
    const contained = readObject(representation, 'composites') ?? {};
    const composites = resolveRoles(context, readTexts(contained, 'realm') ?? [], readObject(contained, 'client') ?? {}, 'roles');
    return { kind: 'put-role', role: { ...fromRoleRepresentation(representation, owner), composites } };
  });
}
