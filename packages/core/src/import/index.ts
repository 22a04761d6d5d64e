export { needsKeys } from './import-components.ts';
export type { ImportReportLine } from './import-report.ts';
export { type PasswordToHash, serviceAccountUser } from './import-users.ts';
export { planRealmImport, type RealmImportInput, type RealmImportPlan } from './plan-realm-import.ts';
export { createRealmImporter, type ImportedRealm, type RealmImporter, type RealmImporterDependencies } from './realm-importer.ts';
