import type { Clock, IdSource } from '../clock.ts';
import { MASTER_REALM, planManagementClient, withoutAdministration } from '../defaults/management-client.ts';
import type { Change } from '../directory/change.ts';
import type { Directory } from '../directory/directory.ts';
import type { Realm } from '../directory/realm.ts';
import { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { AnteroomError, isAnteroomError } from '../errors.ts';
import type { KeyGenerator, PasswordHasher } from '../ports.ts';
import { type Representation, readText } from '../representation/read.ts';
import { needsKeys } from './import-components.ts';
import type { ImportReportLine } from './import-report.ts';
import type { PasswordToHash } from './import-users.ts';
import { type PartialImportPolicy, type PartialImportResult, planPartialImport } from './partial-import.ts';
import { planRealmImport, type RealmImportPlan } from './plan-realm-import.ts';

export interface RealmImporterDependencies {
  readonly directory: Pick<Directory, 'realms' | 'clients' | 'users' | 'commit'>;
  readonly keys: KeyGenerator;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly authenticators: ReadonlySet<string>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface ImportedRealm {
  readonly realmId: string;
  readonly name: string;
  readonly report: readonly ImportReportLine[];
}

export interface RealmImporter {
  /** What an import would do, without doing it. `served`: clients whose service account comes apart from the document. */
  plan(document: Representation, options?: { readonly served?: ReadonlySet<string> }): Promise<RealmImportPlan>;
  /**
   * Creates a realm from a document: `POST /admin/realms`, the command line and new realms alike. `already_exists` when its name or id
   * is taken. The realm is one unit; its place in realm `master` is a second one, which `plan` finds missing and repeats.
   */
  import(document: Representation, options?: { readonly changes?: readonly Change[] }): Promise<ImportedRealm>;
  /** What a partial import changes, passwords hashed, and what to answer; `already_exists` where `FAIL` finds something. */
  planPartial(
    realm: RealmSnapshot,
    document: Representation,
    policy: PartialImportPolicy,
  ): Promise<{ readonly changes: readonly Change[]; readonly results: readonly PartialImportResult[] }>;
  /** Lets the administrators of realm `master` administer a realm; nothing happens when they do. */
  administer(name: string): Promise<void>;
  /** Gives the administrators of realm `master` every realm that an interruption kept from them. To be called at a start. */
  ensureAdministration(): Promise<void>;
}

export function createRealmImporter({ directory, keys, hasher, authenticators, clock, ids }: RealmImporterDependencies): RealmImporter {
  async function plan(document: Representation, options: { readonly served?: ReadonlySet<string> } = {}): Promise<RealmImportPlan> {
    const name = readText(document, 'realm') ?? '';
    const master = name === MASTER_REALM ? null : await snapshotOfMaster();
    const realmId = readText(document, 'id') || ids.uuid();
    const made = needsKeys(document) ? await keys.generate({ id: realmId, name }) : [];
    return planRealmImport({ ...document, id: realmId }, { ids, clock, keys: made, master, authenticators, ...options });
  }

  async function snapshotOfMaster(): Promise<RealmSnapshot | null> {
    const realm = await directory.realms.findByName(MASTER_REALM);
    const configuration = realm === null ? null : await directory.realms.getConfiguration(realm.id);
    return configuration === null ? null : new RealmSnapshot(configuration);
  }

  async function hashPasswords(realm: Realm | undefined, passwords: readonly PasswordToHash[]): Promise<readonly Change[]> {
    if (realm === undefined) return [];
    const changes: Change[] = [];
    for (const { credential, value } of passwords)
      changes.push({ kind: 'put-credential', credential: { ...credential, ...(await hasher.hash(realm, value)) } });
    return changes;
  }

  async function administer(name: string): Promise<void> {
    if (name === MASTER_REALM) return;
    const master = await snapshotOfMaster();
    if (master !== null) await administerFrom(master, name);
  }

  /** With realm `master` as it was read a while ago: what stands in it of other realms does not matter here. */
  async function administerFrom(master: RealmSnapshot, name: string, triesLeft = 3): Promise<void> {
    const changes = planManagementClient(name, master, ids);
    if (changes.length === 0) return;
    try {
      await directory.commit(master.id, changes);
    } catch (error) {
      if (triesLeft === 0 || !isAnteroomError(error, 'already_exists')) throw error;
      // Another node made the client meanwhile: what is left to do is planned with the one it made.
      const latest = await snapshotOfMaster();
      if (latest !== null) await administerFrom(latest, name, triesLeft - 1);
    }
  }

  return {
    plan,
    async import(document, options = {}) {
      const planned = await plan(document);
      if ((await directory.realms.findByName(planned.name)) !== null) {
        throw new AnteroomError('already_exists', `realm ${planned.name} exists`, { publicText: `Realm ${planned.name} already exists` });
      }
      if ((await directory.realms.get(planned.realmId)) !== null) {
        throw new AnteroomError('already_exists', `a realm has the id of realm ${planned.name}`, {
          publicText: 'Duplicate resource error',
        });
      }
      const realm = planned.changes.find((change) => change.kind === 'put-realm')?.realm;
      const hashed = await hashPasswords(realm, planned.passwordsToHash);
      await directory.commit(planned.realmId, [...planned.changes, ...hashed, ...(options.changes ?? [])]);
      await administer(planned.name);
      return { realmId: planned.realmId, name: planned.name, report: planned.report };
    },
    async planPartial(realm, document, policy) {
      const { changes, passwordsToHash, results } = await planPartialImport(realm, document, policy, { directory, ids, clock });
      return { changes: [...changes, ...(await hashPasswords(realm.realm, passwordsToHash))], results };
    },
    administer,
    async ensureAdministration() {
      const master = await snapshotOfMaster();
      if (master === null) return;
      const realms = await directory.realms.list();
      const names = realms.map(({ realm }) => realm).filter((realm) => realm !== MASTER_REALM);
      for (const name of withoutAdministration(names, master)) await administerFrom(master, name);
    },
  };
}
