import type { IdSource } from '../clock.ts';
import type { Representation } from '../representation/read.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportNames, NameTable } from './names.ts';

/** What reads parts of a document against the names that a realm has. */
export interface NamingContext {
  readonly ids: IdSource;
  readonly now: Date;
  readonly names: ImportNames;
  readonly report: ImportReport;
}

/** What the parts of an import share. */
export interface ImportContext extends NamingContext {
  /** The completed export. */
  readonly document: Representation;
  readonly realmId: string;
  /** Clients whose service account the source brings. */
  readonly served: ReadonlySet<string>;
  readonly names: NameTable;
}
