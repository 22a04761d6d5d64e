import {
  AnteroomError,
  createRealmImporter,
  isAnteroomError,
  MASTER_REALM_DOCUMENT,
  type PasswordHasher,
  type RealmImporter,
  RealmSnapshot,
  type User,
} from '@anteroom/core';
import { KNOWN_AUTHENTICATORS } from '@anteroom/flows';
import { createKeyGenerator } from '@anteroom/oidc';
import { createPasswordHasher, planSetPassword } from '@anteroom/passwords';
import type { Core } from './compose-core.ts';

const MASTER = 'master';
const ADMIN_ROLE = 'admin';

/** Steps the flow engine has; an import reports the others. */
const AVAILABLE: ReadonlySet<string> = new Set(KNOWN_AUTHENTICATORS.filter((step) => step.available).map((step) => step.id));

export function hasherOf({ ids, clock, log, configuration }: Core) {
  return createPasswordHasher({
    ids,
    clock,
    log,
    ...(configuration.hashConcurrency === null ? {} : { concurrency: configuration.hashConcurrency }),
  });
}

export function importerOf(core: Core, hasher: PasswordHasher = hasherOf(core)): RealmImporter {
  const { directory, clock, ids } = core;
  return createRealmImporter({
    directory,
    clock,
    ids,
    hasher,
    keys: createKeyGenerator({ ids, clock }),
    authenticators: AVAILABLE,
  });
}

/** Realm `master` and, when the environment names one and there is none, the first administrator. May run on many nodes at once. */
export async function ensureFirstStart(core: Core): Promise<void> {
  const importer = importerOf(core);
  if ((await core.directory.realms.findByName(MASTER)) === null) await createMaster(importer);
  await importer.ensureAdministration();
  const { bootstrapAdmin } = core.configuration;
  if (bootstrapAdmin !== null && (await countAdministrators(core)) === 0) {
    await createAdministrator(core, bootstrapAdmin);
    core.log.info('admin.created', { username: bootstrapAdmin.username });
  }
}

/** Another node may be first: then its realm is the one. */
async function createMaster(importer: RealmImporter): Promise<void> {
  try {
    await importer.import(MASTER_REALM_DOCUMENT);
  } catch (error) {
    if (!isAnteroomError(error, 'already_exists')) throw error;
  }
}

export async function countAdministrators({ directory }: Pick<Core, 'directory'>): Promise<number> {
  const master = await masterOf({ directory });
  return directory.users.count(master.id, { roleId: adminRole(master).id, enabled: true });
}

/** A new user of realm master with the role `admin`; an existing one gets the role and the password. */
export async function createAdministrator(
  core: Core,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  const { directory, clock, ids } = core;
  const master = await masterOf(core);
  const hasher = hasherOf(core);
  const existing = await directory.users.findByUsername(master.id, username);
  const user: User = existing ?? {
    id: ids.uuid(),
    username: username.toLowerCase(),
    email: null,
    emailVerified: false,
    firstName: null,
    lastName: null,
    enabled: true,
    createdAt: clock.now(),
    attributes: {},
    requiredActions: [],
    notBefore: 0,
    sessionsNotBefore: null,
    credentialVersion: 1,
    serviceAccountClient: null,
    roles: [master.realm.defaultRoleId],
    groups: [],
    extra: {},
  };
  const credentials = existing === null ? [] : await directory.credentials.list(master.id, existing.id);
  const passwordChanges = await planSetPassword({
    realm: master.realm,
    user,
    credentials,
    password,
    hasher,
    ids,
    clock,
    temporary: false,
    sessions: 'end',
  });
  await directory.commit(master.id, [
    existing === null ? { kind: 'create-user', user } : { kind: 'update-user', id: user.id, patch: { enabled: true } },
    { kind: 'grant-roles', userId: user.id, roles: [adminRole(master).id] },
    ...passwordChanges,
  ]);
}

async function masterOf({ directory }: Pick<Core, 'directory'>): Promise<RealmSnapshot> {
  const realm = await directory.realms.findByName(MASTER);
  const configuration = realm === null ? null : await directory.realms.getConfiguration(realm.id);
  if (configuration === null) throw new AnteroomError('not_found', 'realm master does not exist yet: start the server once');
  return new RealmSnapshot(configuration);
}

function adminRole(master: RealmSnapshot) {
  const role = master.configuration.roles.find((candidate) => candidate.name === ADMIN_ROLE && !candidate.clientRole);
  if (role === undefined) throw new AnteroomError('not_found', 'realm master has no role "admin"');
  return role;
}
