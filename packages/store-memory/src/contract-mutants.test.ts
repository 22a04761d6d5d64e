import { failingCases, sessionStoreCases, sessionStoreMutants } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { openMemoryPair } from './test-rig/open-memory-pair.ts';

describe('the session store contract', () => {
  it('lets a correct store pass', async () => {
    expect(await failingCases(openMemoryPair)).toEqual([]);
  });

  for (const mutant of sessionStoreMutants) {
    it(`notices a broken store: ${mutant.name}`, async () => {
      const order = sessionStoreCases.map((one) => one.name);
      expect(order).toEqual(expect.arrayContaining([...mutant.fails]));
      expect(await failingCases(mutant.open(openMemoryPair))).toEqual(order.filter((name) => mutant.fails.includes(name)));
    });
  }
});
