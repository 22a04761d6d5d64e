import { runCase, sessionStoreCases } from '../contract.ts';
import type { OpenSessionStore } from '../harness.ts';
import { endMutants } from './end-mutants.ts';
import type { Mutant } from './mutant.ts';
import { raceMutants } from './race-mutants.ts';
import { readMutants } from './read-mutants.ts';
import { writeMutants } from './write-mutants.ts';

export type { Mutant } from './mutant.ts';

/** The suite is worth what it notices: each of these must turn red exactly the cases it names. */
export const sessionStoreMutants: readonly Mutant[] = [...raceMutants, ...writeMutants, ...readMutants, ...endMutants];

/** Names of the cases that a store fails, in the order of the suite. */
export async function failingCases(open: OpenSessionStore): Promise<readonly string[]> {
  const failed = await Promise.all(
    sessionStoreCases.map(async (one) => {
      try {
        await runCase(one, open);
        return [];
      } catch {
        return [one.name];
      }
    }),
  );
  return failed.flat();
}
