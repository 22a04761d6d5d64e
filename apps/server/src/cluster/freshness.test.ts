import { describe, expect, it } from '@jest/globals';
import { createFreshness } from './freshness.ts';

describe('freshness', () => {
  it('lasts for a moment after each beat', () => {
    let now = 1000;
    const freshness = createFreshness(() => now);
    expect(freshness.isFresh()).toBe(false);
    freshness.beat(1000);
    now = 1149;
    expect(freshness.isFresh()).toBe(true);
    now = 1150;
    expect(freshness.isFresh()).toBe(false);
  });

  it('does not come back by a beat that was sent long ago', () => {
    let now = 1000;
    const freshness = createFreshness(() => now);
    freshness.beat(1000);
    now = 5000;
    freshness.beat(1050);
    expect(freshness.isFresh()).toBe(false);
    freshness.beat(4990);
    expect(freshness.isFresh()).toBe(true);
  });
});
