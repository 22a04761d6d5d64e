import { readFileSync } from 'node:fs';
import { AnteroomError, type ImportReportLine } from '@anteroom/core';
import { composeCore } from '../compose-core.ts';
import { ensureFirstStart, importerOf } from '../first-start.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface ImportOptions {
  readonly dryRun?: boolean;
  readonly override?: boolean;
  readonly json?: boolean;
}

/** Imports a realm export, beside a running server or without one, and says line by line what stays without effect. */
export async function importRealm(file: string, options: ImportOptions): Promise<void> {
  const document = readDocument(file);
  const { configuration } = load(modeOfEnvironment());
  const core = await composeCore({ configuration, clock, ids, log: createLog({ level: 'warn', json: false }) });
  try {
    await ensureFirstStart(core);
    const importer = importerOf(core);
    const name = String(document.realm ?? '');
    const existing = await core.directory.realms.findByName(name);
    if (options.dryRun) {
      const plan = await importer.plan(document as never);
      print(options, { realm: plan.name, written: false, changes: plan.changes.length, report: plan.report });
      if (existing !== null && !options.json) process.stdout.write(`\nA realm ${name} is there already; --override would replace it.\n`);
      return;
    }
    if (existing !== null && !options.override) {
      throw new AnteroomError('already_exists', `a realm ${name} is there already; use --override to replace it`);
    }
    if (existing !== null) {
      await core.directory.commit(existing.id, [{ kind: 'delete-realm' }]);
      await core.store.deleteRealm(existing.id);
    }
    const imported = await importer.import(document as never);
    print(options, { realm: imported.name, written: true, changes: null, report: imported.report });
  } finally {
    await core.close();
  }
}

function readDocument(file: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new AnteroomError('invalid_input', `${file} cannot be read`, { cause: error });
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === 'object' && 'realm' in parsed) return parsed as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new AnteroomError('invalid_input', `${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new AnteroomError('invalid_input', `${file} is no realm export: it has no "realm"`);
}

interface Printed {
  readonly realm: string;
  readonly written: boolean;
  readonly changes: number | null;
  readonly report: readonly ImportReportLine[];
}

function print({ json }: ImportOptions, { realm, written, changes, report }: Printed): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ realm, written, changes, report }, null, 2)}\n`);
    return;
  }
  for (const { level, path, message } of report) process.stdout.write(`${level === 'warning' ? '!' : '·'} ${path}: ${message}\n`);
  const warnings = report.filter((line) => line.level === 'warning').length;
  process.stdout.write(
    `${written ? 'Imported' : 'Would import'} realm ${realm}: ${report.length} lines, ${warnings} of them worth a look.\n`,
  );
}
