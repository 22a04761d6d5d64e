export * from './authenticators.ts';
export {
  isManagementClient,
  MASTER_REALM,
  managementClientId,
  openIdScopes,
  planManagementClient,
  planManagementClientRemoval,
  REALM_MANAGEMENT,
} from './management-client.ts';
export { BUILT_IN_FLOWS } from './new-realm-export.ts';
export * from './plan-new-realm.ts';
export * from './user-profile.ts';
