import type { IdSource } from '../clock.ts';
import type { Representation } from '../representation/read.ts';
import type { ImportReport } from './import-report.ts';
import type { NameTable } from './names.ts';

/** What the parts of an import share. */
export interface ImportContext {
  /** The completed export. */
  readonly document: Representation;
  readonly realmId: string;
  readonly ids: IdSource;
  readonly now: Date;
  readonly names: NameTable;
  readonly report: ImportReport;
}
