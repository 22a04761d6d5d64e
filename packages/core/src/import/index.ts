export { needsKeys } from './import-components.ts';
export type { ImportReportLine } from './import-report.ts';
export { IMPORT_STRATEGIES, type ImportSource, type ImportStrategy } from './import-source.ts';
export { type PasswordToHash, serviceAccountUser } from './import-users.ts';
export type { PartialImportPolicy, PartialImportResult } from './partial-import.ts';
export { planRealmImport, type RealmImportInput, type RealmImportPlan } from './plan-realm-import.ts';
export { createRealmImporter, type ImportedRealm, type RealmImporter, type RealmImporterDependencies } from './realm-importer.ts';
export { createSourceImporter, type ImportOutcome, type SourceImporter } from './source-importer.ts';
export { type DocumentPiece, splitDocument } from './split-document.ts';
