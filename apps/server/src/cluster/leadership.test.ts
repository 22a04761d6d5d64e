import { createMemoryLog } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { createLeadership } from './leadership.ts';

/** One lease, held by a name; `fail` makes the database unreachable. */
function openLease() {
  const state: { holder: string | null; fail: boolean } = { holder: null, fail: false };
  const log = createMemoryLog();
  const taken: string[] = [];
  const node = (holder: string) =>
    createLeadership({
      name: 'background',
      holder,
      log,
      taken: () => taken.push(holder),
      leases: {
        take: async (_, who) => {
          if (state.fail) throw new Error('away');
          state.holder ??= who;
          return state.holder === who;
        },
        release: async (_, who) => {
          if (state.holder === who) state.holder = null;
        },
      },
    });
  return { state, node, taken, log };
}

describe('leadership', () => {
  it('is of one node, and of the next when the first gives it back', async () => {
    const { node, taken } = openLease();
    const [one, two] = [node('one'), node('two')];
    expect(one.holds()).toBe(false);
    await one.renew();
    await two.renew();
    expect([one.holds(), two.holds()]).toEqual([true, false]);
    await one.release();
    await two.renew();
    expect([one.holds(), two.holds()]).toEqual([false, true]);
    expect(taken).toEqual(['one', 'two']);
  });

  it('is lost as soon as another node turns out to have it', async () => {
    const { state, node, log } = openLease();
    const one = node('one');
    await one.renew();
    state.holder = 'two';
    await one.renew();
    expect(one.holds()).toBe(false);
    expect(log.entries.map((entry) => entry.event)).toEqual(['lease.taken', 'lease.lost']);
  });

  it('is kept for the rest of the lease while the database is away', async () => {
    const { state, node } = openLease();
    const one = node('one');
    await one.renew();
    state.fail = true;
    await expect(one.renew()).rejects.toThrow('away');
    expect(one.holds()).toBe(true);
  });
});
