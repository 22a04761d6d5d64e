import { networkOf } from '@anteroom/core';
import { describe, expect, it } from '@jest/globals';
import { createTestClock } from '../test-rig/test-clock.ts';
import { createWrongCodes } from './wrong-codes.ts';

describe('wrong codes of devices', () => {
  it('D089: count by network, however an address is written and whichever of its own a subscriber takes', () => {
    const wrong = createWrongCodes(createTestClock());
    for (let host = 1; host <= 10; host += 1) wrong.count(`2001:db8::${host.toString(16)}`);
    for (const same of ['2001:db8::ffff', '2001:DB8:0:0:1:2:3:4', '2001:0db8:0000:0000::1']) expect(wrong.isBlocked(same)).toBe(true);
    for (const other of ['2001:db8:0:1::1', '2001:db9::1', '192.0.2.1']) expect(wrong.isBlocked(other)).toBe(false);
    for (let tries = 0; tries < 10; tries += 1) wrong.count('::ffff:192.0.2.7');
    expect(wrong.isBlocked('192.0.2.7')).toBe(true);
    expect(wrong.isBlocked('::ffff:c000:207')).toBe(true);
    expect(wrong.isBlocked('192.0.2.8')).toBe(false);
  });

  it('of what is no address are that text’s own', () => {
    expect(['', 'unknown', '::1', 'fe80::1%eth0'].map(networkOf)).toEqual(['', 'unknown', '0:0:0:0::/64', 'fe80:0:0:0::/64']);
  });
});
