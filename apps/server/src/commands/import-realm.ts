import { AnteroomError, createSourceImporter, IMPORT_STRATEGIES, type ImportOutcome, type ImportStrategy } from '@anteroom/core';
import { composeCore } from '../compose-core.ts';
import { ensureFirstStart, hasherOf, importerOf } from '../first-start.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { createProgress } from '../progress.ts';
import { findImportFiles } from '../realm-files/find-import-files.ts';
import { readImportSource } from '../realm-files/read-import-source.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface ImportOptions {
  readonly dryRun?: boolean;
  readonly override?: boolean;
  readonly strategy?: string;
  readonly json?: boolean;
}

/**
 * Imports realm exports, beside a running server or without one, and says line by line what stays without effect. Interrupted, the same
 * command goes on where it was.
 */
export async function importRealm(path: string, options: ImportOptions): Promise<void> {
  const strategy = strategyOf(options);
  const files = findImportFiles(path);
  const { configuration } = load(modeOfEnvironment());
  const core = await composeCore({ configuration, clock, ids, log: createLog({ level: 'warn', json: false }) });
  try {
    await ensureFirstStart(core);
    const hasher = hasherOf(core);
    const sources = createSourceImporter({ ...core, importer: importerOf(core, hasher), hasher });
    const outcomes: ImportOutcome[] = [];
    for (const file of files) {
      const source = await readImportSource(file.realm, file.users);
      const progress = createProgress(`users of realm ${String(source.document.realm)}`);
      const outcome = options.dryRun ? await sources.plan(source) : await sources.import(source, { strategy, progress: progress.show });
      progress.end();
      if (outcome.replaced !== null) await core.store.deleteRealm(outcome.replaced);
      outcomes.push(outcome);
      if (!options.json) print(outcome);
    }
    if (options.json)
      process.stdout.write(`${JSON.stringify(outcomes.length === 1 ? asJson(outcomes[0]!) : outcomes.map(asJson), null, 2)}\n`);
  } finally {
    await core.close();
  }
}

function strategyOf({ override, strategy }: ImportOptions): ImportStrategy {
  const wanted = strategy ?? (override ? 'overwrite' : 'fail');
  if ((IMPORT_STRATEGIES as readonly string[]).includes(wanted)) return wanted as ImportStrategy;
  throw new AnteroomError('invalid_input', `--strategy must be one of ${IMPORT_STRATEGIES.join(', ')}`);
}

function asJson({ realm, kind, users, report }: ImportOutcome) {
  return { realm, written: kind === 'imported' || kind === 'resumed', outcome: kind, users, report };
}

const WORDS: Readonly<Record<ImportOutcome['kind'], string>> = {
  imported: 'Imported',
  resumed: 'Went on with and finished',
  skipped: 'Left as it is:',
  planned: 'Would import',
};

function print({ realm, kind, users, report }: ImportOutcome): void {
  for (const { level, path, message } of report) process.stdout.write(`${level === 'warning' ? '!' : '·'} ${path}: ${message}\n`);
  const warnings = report.filter((line) => line.level === 'warning').length;
  process.stdout.write(`${WORDS[kind]} realm ${realm}, ${users} users: ${report.length} lines, ${warnings} of them worth a look.\n`);
}
