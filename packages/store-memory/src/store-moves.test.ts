import { type MoveUnderLoad, moveUnderLoad, type OpenTwoStores } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { createMemorySessionStore } from './index.ts';

const ROUNDS = Number(process.env.ANTEROOM_TEST_ROUNDS ?? 150);

const open: OpenTwoStores = ({ clock }) => ({
  r: createMemorySessionStore({ clock, tag: 'r' }),
  s: createMemorySessionStore({ clock, tag: 's' }),
});

/** The findings of many interleavings together. */
async function manyInterleavings(run: Omit<MoveUnderLoad, 'seed' | 'open'> & { readonly open?: OpenTwoStores }, rounds = ROUNDS) {
  const wrong: string[] = [];
  let calls = 0;
  let unknown = 0;
  for (let seed = 1; seed <= rounds; seed += 1) {
    const findings = await moveUnderLoad({ open, ...run, seed });
    wrong.push(...findings.wrong);
    calls += findings.calls;
    unknown += findings.unknown;
  }
  return { wrong, calls, unknown };
}

describe('moving all records to another store under load', () => {
  it('answers every call as a single store would', async () => {
    const { wrong, calls, unknown } = await manyInterleavings({ course: 'there' });
    console.log(calls, unknown);
    expect(wrong.slice(0, 1)).toEqual([]);
  }, 60_000);
  it('answers every call as a single store would when everything moves back again', async () => {
    const { wrong, calls, unknown } = await manyInterleavings({ course: 'back' });
    console.log(calls, unknown);
    expect(wrong.slice(0, 1)).toEqual([]);
  }, 60_000);
  it('answers every call as a single store would when the command is killed half-way and another goes on', async () => {
    const { wrong, calls, unknown } = await manyInterleavings({ course: 'killed' });
    console.log(calls, unknown);
    expect(wrong.slice(0, 1)).toEqual([]);
  }, 60_000);
});
