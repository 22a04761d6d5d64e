import { adminRoleOf, hasAdministrator, newAdministrator, readMaster } from '@anteroom/action-tokens';
import {
  AnteroomError,
  createRealmImporter,
  isAnteroomError,
  MASTER_REALM_DOCUMENT,
  type PasswordHasher,
  type RealmImporter,
  type RealmSnapshot,
} from '@anteroom/core';
import { KNOWN_AUTHENTICATORS } from '@anteroom/flows';
import { createKeyGenerator } from '@anteroom/oidc';
import { createPasswordHasher, planSetPassword } from '@anteroom/passwords';
import type { Core } from './compose-core.ts';
import { currentRealms } from './current-realms.ts';
import { setUpOf } from './set-up.ts';

const MASTER = 'master';

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
    directory: { ...directory, realms: currentRealms(core) },
    clock,
    ids,
    hasher,
    keys: createKeyGenerator({ ids, clock }),
    authenticators: new Set([...AVAILABLE, ...(core.custom.authenticators ?? []).map(({ id }) => id)]),
  });
}

/** Realm `master` and, when the environment names one and there is none, the first administrator. May run on many nodes at once. */
export async function ensureFirstStart(core: Core): Promise<void> {
  const importer = importerOf(core);
  if ((await core.directory.realms.findByName(MASTER)) === null) await createMaster(importer);
  await importer.ensureAdministration();
  const { bootstrapAdmin } = core.configuration;
  if (bootstrapAdmin === null || (await hasAdministrator(core.directory, await masterOf(core)))) return;
  try {
    await createAdministrator(core, bootstrapAdmin);
    core.log.info('admin.created', { username: bootstrapAdmin.username });
  } catch (error) {
    // Another node, started at the same time, made the same one.
    const lost = isAnteroomError(error, 'already_exists') || isAnteroomError(error, 'conflict');
    if (!lost || !(await hasAdministrator(core.directory, await masterOf(core)))) throw error;
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

/** A new user of realm master with the role `admin`; an existing one gets the role and the password. */
export async function createAdministrator(
  core: Core,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  const { directory, clock, ids } = core;
  const master = await masterOf(core);
  const hasher = hasherOf(core);
  const existing = await directory.users.findByUsername(master.id, username);
  const user = existing ?? newAdministrator({ id: ids.uuid(), username, master, createdAt: clock.now() });
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
  // From now on no set-up link makes another first administrator.
  await setUpOf(core, hasher).close();
  await directory.commit(master.id, [
    existing === null ? { kind: 'create-user', user } : { kind: 'update-user', id: user.id, patch: { enabled: true } },
    { kind: 'grant-roles', userId: user.id, roles: [adminRole(master).id] },
    ...passwordChanges,
  ]);
}

async function masterOf(core: Core): Promise<RealmSnapshot> {
  const master = await readMaster({ realms: currentRealms(core) });
  if (master === null) throw new AnteroomError('not_found', 'realm master does not exist yet: start the server once');
  return master;
}

function adminRole(master: RealmSnapshot): { readonly id: string } {
  const role = adminRoleOf(master);
  if (role === null) throw new AnteroomError('not_found', 'realm master has no role "admin"');
  return role;
}
