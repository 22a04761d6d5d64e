import { type MoveUnderLoad, moveUnderLoad, type OpenTwoStores, protocolMutants } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { createMemorySessionStore } from './index.ts';

/** Interleavings of each course; each is decided by its number alone. */
const ROUNDS = Number(process.env.ANTEROOM_TEST_ROUNDS ?? 150);
/** Enough for the rarest mistake to show. */
const MUTANT_ROUNDS = Math.max(ROUNDS, 500);

const open: OpenTwoStores = ({ clock }) => ({
  r: createMemorySessionStore({ clock, tag: 'r' }),
  s: createMemorySessionStore({ clock, tag: 's' }),
});

/** The findings of many interleavings together; the first wrong one ends it. */
async function manyInterleavings(run: Omit<MoveUnderLoad, 'seed' | 'open'> & { readonly open?: OpenTwoStores }, rounds = ROUNDS) {
  const total = { wrong: [] as readonly string[], calls: 0, unknown: 0 };
  for (let seed = 1; seed <= rounds && total.wrong.length === 0; seed += 1) {
    const findings = await moveUnderLoad({ open, ...run, seed });
    total.wrong = findings.wrong;
    total.calls += findings.calls;
    total.unknown += findings.unknown;
  }
  return total;
}

describe('moving all records to another store under load', () => {
  it('answers every call as a single store would', async () => {
    const { wrong, calls, unknown } = await manyInterleavings({ course: 'there' });
    expect(wrong).toEqual([]);
    expect(unknown).toBeLessThan(calls / 1000);
  }, 120_000);

  it('answers every call as a single store would when everything moves back again', async () => {
    const { wrong, calls, unknown } = await manyInterleavings({ course: 'back' });
    expect(wrong).toEqual([]);
    expect(unknown).toBeLessThan(calls / 1000);
  }, 120_000);

  it('answers every call as a single store would when the command is killed half-way and another goes on', async () => {
    const { wrong, calls, unknown } = await manyInterleavings({ course: 'killed' });
    expect(wrong).toEqual([]);
    expect(unknown).toBeLessThan(calls / 1000);
  }, 120_000);

  for (const mutant of protocolMutants) {
    it(`is noticed when ${mutant.name}`, async () => {
      const { wrong } = await manyInterleavings({ ...mutant, open: mutant.open(open) }, MUTANT_ROUNDS);
      expect(wrong.length).toBeGreaterThan(0);
    }, 120_000);
  }
});
