import { createReadiness, type Readiness } from '@anteroom/http';
import type { Core } from './compose-core.ts';

/** What this process depends on; of several session stores each by its tag. */
export function readinessOf({ directory, stores, clock }: Pick<Core, 'directory' | 'stores' | 'clock'>): Readiness {
  return createReadiness({
    checks: [
      { name: 'database', check: () => directory.ping() },
      ...stores.map((store) => ({
        name: stores.length === 1 ? 'session store' : `session store ${store.tag}`,
        check: () => store.ping(),
      })),
    ],
    clock,
  });
}
