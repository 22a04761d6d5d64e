import type { Clock, IdSource } from '../clock.ts';
import type { Change } from '../directory/change.ts';
import type { Directory } from '../directory/directory.ts';
import type { Realm } from '../directory/realm.ts';
import { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { WholeUser } from '../directory/user.ts';
import { AnteroomError } from '../errors.ts';
import type { PasswordHasher } from '../ports.ts';
import { readText } from '../representation/read.ts';
import type { NamingContext } from './context.ts';
import { createImportReport, type ImportReportLine } from './import-report.ts';
import type { ImportSource, ImportStrategy } from './import-source.ts';
import { type ImportedUsers, importUsers } from './import-users.ts';
import { inBatches } from './in-batches.ts';
import { namesOfRealm } from './names-of-realm.ts';
import type { RealmImporter } from './realm-importer.ts';

export interface ImportOutcome {
  readonly realm: string;
  readonly kind: 'imported' | 'resumed' | 'skipped' | 'planned';
  /** Users written by this run; those that the source holds for a plan. */
  readonly users: number;
  /** Realm that was replaced: what the session stores hold of it is nobody's. */
  readonly replaced: string | null;
  readonly report: readonly ImportReportLine[];
}

export interface ImportOptions {
  readonly strategy: ImportStrategy;
  /** Called after every batch. */
  readonly progress?: (done: number, of: number) => void;
}

export interface SourceImporter {
  /**
   * A realm of any size in bounded memory: the realm as one unit, then its users by the batch. Until the last user is in, the realm is
   * disabled and its import counts as unfinished; the same call goes on where an interruption left it.
   */
  import(source: ImportSource, options: ImportOptions): Promise<ImportOutcome>;
  /** What an import would do, without doing it. */
  plan(source: ImportSource): Promise<ImportOutcome>;
}

/** One durable commit each. */
const BATCH = 500;
/** Lines about users that a report holds. */
const MAX_USER_LINES = 1000;

export function createSourceImporter(dependencies: {
  readonly directory: Pick<Directory, 'realms' | 'imports' | 'commit'>;
  readonly importer: Pick<RealmImporter, 'plan' | 'administer'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}): SourceImporter {
  const { directory, importer, hasher, clock, ids } = dependencies;

  async function withPasswords(realm: Realm, { users, passwordsToHash }: ImportedUsers): Promise<readonly WholeUser[]> {
    if (passwordsToHash.length === 0) return users;
    const hashed = new Map<string, WholeUser['credentials'][number][]>();
    for (const { credential, value } of passwordsToHash) {
      const own = hashed.get(credential.userId) ?? [];
      hashed.set(credential.userId, [...own, { ...credential, ...(await hasher.hash(realm, value)) }]);
    }
    return users.map((whole) => ({ ...whole, credentials: [...whole.credentials, ...(hashed.get(whole.user.id) ?? [])] }));
  }

  async function snapshotOf(realmId: string): Promise<RealmSnapshot> {
    const configuration = await directory.realms.getConfiguration(realmId);
    if (configuration === null) throw new AnteroomError('conflict', 'the realm was deleted while it was imported');
    return new RealmSnapshot(configuration);
  }

  /** Reads users behind the first `done` and writes them, each batch with the mark of how far the import came. */
  async function addUsers(realmId: string, source: ImportSource, done: number, options: ImportOptions): Promise<UserLines> {
    const realm = await snapshotOf(realmId);
    const names = namesOfRealm(realm);
    const lines = createUserLines();
    let at = done;
    for await (const batch of inBatches(source.users(), BATCH, done)) {
      const context: NamingContext = { ids, now: clock.now(), names, report: createImportReport() };
      const users = await withPasswords(realm.realm, importUsers(context, batch));
      lines.add(context.report.lines);
      await directory.commit(realmId, [
        { kind: 'advance-import', from: at, to: at + users.length },
        { kind: 'create-users', users },
      ]);
      at += users.length;
      options.progress?.(at, source.userCount);
    }
    // As it is now: an administrator may have changed it meanwhile.
    const { realm: latest } = await snapshotOf(realmId);
    const enabled = source.document.enabled === true || source.document.enabled === 'true';
    await directory.commit(realmId, [{ kind: 'put-realm', realm: { ...latest, enabled } }, { kind: 'end-import' }]);
    return lines;
  }

  async function begin(source: ImportSource, existing: Realm | null) {
    const planned = await importer.plan(source.document, { served: source.served });
    const taken = await directory.realms.get(planned.realmId);
    if (taken !== null && taken.id !== existing?.id)
      throw new AnteroomError('already_exists', `realm ${taken.realm} has the id of realm ${planned.name}`);
    const waiting = (change: Change): Change =>
      change.kind === 'put-realm' ? { ...change, realm: { ...change.realm, enabled: false } } : change;
    await directory.commit(planned.realmId, [
      ...(existing === null ? [] : [{ kind: 'delete-realm', id: existing.id } as const]),
      ...planned.changes.map(waiting),
      { kind: 'begin-import', fingerprint: source.fingerprint, at: clock.now() },
    ]);
    await importer.administer(planned.name);
    return planned;
  }

  return {
    async import(source, options) {
      const name = readText(source.document, 'realm') ?? '';
      const existing = await directory.realms.findByName(name);
      const unfinished = existing === null ? null : await directory.imports.get(existing.id);
      if (existing !== null && unfinished?.fingerprint === source.fingerprint) {
        const lines = await addUsers(existing.id, source, unfinished.users, options);
        await importer.administer(name);
        return { realm: name, kind: 'resumed', users: source.userCount - unfinished.users, replaced: null, report: lines.report() };
      }
      if (existing !== null && options.strategy === 'skip') return { realm: name, kind: 'skipped', users: 0, replaced: null, report: [] };
      if (existing !== null && options.strategy === 'fail') {
        const hint = unfinished === null ? 'overwrite it or skip it' : 'its import from something else was interrupted: overwrite it';
        throw new AnteroomError('already_exists', `a realm ${name} is there already; ${hint}`);
      }
      const planned = await begin(source, existing);
      const lines = await addUsers(planned.realmId, source, 0, options);
      const report = [...planned.report, ...lines.report()];
      return { realm: name, kind: 'imported', users: source.userCount, replaced: existing?.id ?? null, report };
    },

    async plan(source) {
      const planned = await importer.plan(source.document, { served: source.served });
      const lines = createUserLines();
      for await (const batch of inBatches(source.users(), BATCH, 0)) {
        const context: NamingContext = { ids, now: clock.now(), names: planned.names, report: createImportReport() };
        importUsers(context, batch);
        lines.add(context.report.lines);
      }
      const report = [...planned.report, ...lines.report()];
      return { realm: planned.name, kind: 'planned', users: source.userCount, replaced: null, report };
    },
  };
}

interface UserLines {
  add(lines: readonly ImportReportLine[]): void;
  report(): readonly ImportReportLine[];
}

/** Lines about users, of which there may be as many as users. */
function createUserLines(): UserLines {
  const kept: ImportReportLine[] = [];
  let more = 0;
  return {
    add(lines) {
      const room = Math.max(0, MAX_USER_LINES - kept.length);
      kept.push(...lines.slice(0, room));
      more += Math.max(0, lines.length - room);
    },
    report: () => (more === 0 ? kept : [...kept, { level: 'warning', path: 'users', message: `${more} more lines about users` }]),
  };
}
