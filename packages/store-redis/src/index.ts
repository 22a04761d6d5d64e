export { openRedis } from './connection/open-redis.ts';
export type { RedisConnection } from './connection/redis-connection.ts';
export { createRedisSessionStore, type RedisSessionStoreDependencies } from './redis-session-store.ts';
