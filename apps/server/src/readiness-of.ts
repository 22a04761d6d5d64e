import { createReadiness, type Readiness } from '@anteroom/http';
import type { Core } from './compose-core.ts';

/** What this process depends on. */
export function readinessOf({ directory, store, clock }: Pick<Core, 'directory' | 'store' | 'clock'>): Readiness {
  return createReadiness({
    checks: [
      { name: 'database', check: () => directory.ping() },
      { name: 'session store', check: () => store.ping() },
    ],
    clock,
  });
}
