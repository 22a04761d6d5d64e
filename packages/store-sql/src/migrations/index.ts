import type { Migration } from '../migrate.ts';
import { directory } from './001-directory.ts';
import { sessionStore } from './002-session-store.ts';
import { cluster } from './003-cluster.ts';
import { recordMoves } from './004-record-moves.ts';
import { links } from './005-links.ts';
import { loginTraces } from './006-login-traces.ts';
import { importRuns } from './007-import-runs.ts';
import { safeChanges } from './008-safe-changes.ts';
import { webhooks } from './009-webhooks.ts';
import { userSearch } from './010-user-search.ts';

/** In order; append only. */
export const MIGRATIONS: readonly Migration[] = [
  directory,
  sessionStore,
  cluster,
  recordMoves,
  links,
  loginTraces,
  importRuns,
  safeChanges,
  webhooks,
  userSearch,
];
