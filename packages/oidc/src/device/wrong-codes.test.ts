import { networkOf } from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createMemoryLog } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { acmeRealm } from '../test-rig/acme-realm.ts';
import { createTestClock } from '../test-rig/test-clock.ts';
import { createWrongCodes } from './wrong-codes.ts';

function processes() {
  const clock = createTestClock();
  const store = createMemorySessionStore({ clock });
  const { snapshot: realm } = acmeRealm();
  const start = () => {
    const wrong = createWrongCodes({ store, clock, log: createMemoryLog() });
    return {
      async count(ip: string, times = 1) {
        for (let tries = 0; tries < times; tries += 1) await wrong.count(realm, ip);
      },
      isBlocked: (ip: string) => wrong.isBlocked(realm, ip),
    };
  };
  return { clock, start };
}

describe('wrong codes of devices', () => {
  it('D089: count by network, however an address is written and whichever of its own a subscriber takes', async () => {
    const wrong = processes().start();
    for (let host = 1; host <= 10; host += 1) await wrong.count(`2001:db8::${host.toString(16)}`);
    for (const same of ['2001:db8::ffff', '2001:DB8:0:0:1:2:3:4', '2001:0db8:0000:0000::1']) expect(wrong.isBlocked(same)).toBe(true);
    for (const other of ['2001:db8:0:1::1', '2001:db9::1', '192.0.2.1']) expect(wrong.isBlocked(other)).toBe(false);
    await wrong.count('::ffff:192.0.2.7', 10);
    expect(wrong.isBlocked('192.0.2.7')).toBe(true);
    expect(wrong.isBlocked('::ffff:c000:207')).toBe(true);
    expect(wrong.isBlocked('192.0.2.8')).toBe(false);
  });

  it('count in all processes together, until their minute is over', async () => {
    const { clock, start } = processes();
    const [one, another, third] = [start(), start(), start()];
    await one.count('192.0.2.7', 6);
    await another.count('192.0.2.7', 4);
    expect([one.isBlocked('192.0.2.7'), another.isBlocked('192.0.2.7')]).toEqual([false, true]);
    await one.count('192.0.2.7');
    await third.count('192.0.2.7');
    expect([one, another, third].map((process) => process.isBlocked('192.0.2.7'))).toEqual([true, true, true]);
    clock.advance(61_000);
    expect([one, another, third].map((process) => process.isBlocked('192.0.2.7'))).toEqual([false, false, false]);
  });

  it('of what is no address are that text’s own', () => {
    expect(['', 'unknown', '::1', 'fe80::1%eth0'].map(networkOf)).toEqual(['', 'unknown', '0:0:0:0::/64', 'fe80:0:0:0::/64']);
  });
});
