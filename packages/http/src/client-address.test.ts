import { describe, expect, it } from '@jest/globals';
import { createClientAddress } from './client-address.ts';

describe('createClientAddress', () => {
  const trusted = createClientAddress({ headers: 'xforwarded', trusted: ['127.0.0.1', '10.0.0.0/8'] });

  it('ignores forwarded headers without proxy settings', () => {
    expect(createClientAddress(null)({ 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1')).toBe('127.0.0.1');
  });

  it('believes a trusted proxy and takes the first address from the right that is none', () => {
    expect(trusted({ 'x-forwarded-for': '198.51.100.7, 203.0.113.9, 10.1.2.3' }, '127.0.0.1')).toBe('203.0.113.9');
  });

  it('ignores the header of an address that is not trusted', () => {
    expect(trusted({ 'x-forwarded-for': '198.51.100.7' }, '203.0.113.5')).toBe('203.0.113.5');
  });

  it('stops at garbage instead of believing what stands left of it', () => {
    expect(trusted({ 'x-forwarded-for': '198.51.100.7, <script>, 10.1.2.3' }, '127.0.0.1')).toBe('10.1.2.3');
  });

  it('reads the Forwarded header when told to', () => {
    const forwarded = createClientAddress({ headers: 'forwarded', trusted: ['127.0.0.1'] });
    expect(forwarded({ forwarded: 'for="[2001:db8::17]:4711";proto=https' }, '::ffff:127.0.0.1')).toBe('2001:db8::17');
  });
});
