import type { TestRunner } from '../test-runner.ts';
import { basicCases } from './cases/basic-cases.ts';
import { compareAndSetCases } from './cases/compare-and-set-cases.ts';
import { copyCases } from './cases/copy-cases.ts';
import { expiryCases } from './cases/expiry-cases.ts';
import { indexCases } from './cases/index-cases.ts';
import { frozenCases } from './cases/moves/frozen-cases.ts';
import { markCases } from './cases/moves/mark-cases.ts';
import { restoreCases } from './cases/moves/restore-cases.ts';
import { scanCases } from './cases/moves/scan-cases.ts';
import { namespaceCases } from './cases/namespace-cases.ts';
import { oneWinnerCases } from './cases/one-winner-cases.ts';
import { pagingCases } from './cases/paging-cases.ts';
import { sweepCases } from './cases/sweep-cases.ts';
import { tombstoneCases } from './cases/tombstone-cases.ts';
import { type ContractCase, type OpenSessionStore, openHarness } from './harness.ts';

/** Every promise of the session-store port, one case each. */
export const sessionStoreCases: readonly ContractCase[] = [
  ...basicCases,
  ...expiryCases,
  ...namespaceCases,
  ...compareAndSetCases,
  ...oneWinnerCases,
  ...tombstoneCases,
  ...indexCases,
  ...pagingCases,
  ...sweepCases,
  ...copyCases,
];

/** Every promise of `SessionStore.moves`. */
export const recordMovesCases: readonly ContractCase[] = [...scanCases, ...frozenCases, ...restoreCases, ...markCases];

export interface SessionStoreContract {
  readonly name: string;
  /** Opens an empty store; called anew for every case. */
  readonly open: OpenSessionStore;
  /** `{ describe, it }` of the test runner. */
  readonly runner: TestRunner;
}

/** Registers the whole suite for one adapter. */
export function sessionStoreContract({ name, open, runner }: SessionStoreContract): void {
  runner.describe(`session store contract: ${name}`, () => {
    for (const one of sessionStoreCases) runner.it(one.name, () => runCase(one, open));
  });
}

/** Registers the suite of `moves`, for an adapter that has them. */
export function recordMovesContract({ name, open, runner }: SessionStoreContract): void {
  runner.describe(`record moves contract: ${name}`, () => {
    for (const one of recordMovesCases) runner.it(one.name, () => runCase(one, open));
  });
}

export async function runCase(one: ContractCase, open: OpenSessionStore): Promise<void> {
  const harness = await openHarness(open);
  try {
    await one.run(harness);
  } finally {
    await harness.close();
  }
}
