export { createMemoryRecords, type MemoryRecords } from './memory-records.ts';
export { createMemorySessionStore, type MemorySessionStoreDependencies } from './memory-session-store.ts';
