export { startMariadb } from './mariadb.ts';
export * from './network.ts';
export { type PostgresService, startPostgres } from './postgres.ts';
export * from './redis.ts';
export type { TestService } from './service.ts';
