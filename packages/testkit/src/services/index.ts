export { type Apache, startApache } from './apache.ts';
export { startMariadb } from './mariadb.ts';
export * from './network.ts';
export { type Nginx, type NginxPlace, startNginx } from './nginx.ts';
export { type PostgresService, startPostgres } from './postgres.ts';
export { type PostgresPair, startPostgresPair } from './postgres-pair.ts';
export * from './redis.ts';
export { givenService, type TestService } from './service.ts';
