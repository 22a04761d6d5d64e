import type { Migration } from '../migrate.ts';
import { directory } from './001-directory.ts';
import { sessionStore } from './002-session-store.ts';

/** In order; append only. */
export const MIGRATIONS: readonly Migration[] = [directory, sessionStore];
