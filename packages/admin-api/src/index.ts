export { type AdminApi, createAdminApi } from './admin-api.ts';
export type { DrainStatus, Installation, StorePlace } from './anteroom/ports.ts';
export type { AdminApiDependencies, AdminPasswords, PasswordViolation } from './dependencies.ts';
export type { Method, Route } from './http/route.ts';
export { ADMIN_ROLES, type AdminRole, type Permission } from './permissions/permission.ts';
