import { describe, expect, it } from '@jest/globals';
import type { HttpContext } from '../http-context.ts';
import { endpointSetup } from '../test-rig/endpoint-setup.ts';
import { createHttpsGuard, requiresHttps } from './https-required.ts';

const LOCAL = [
  '127.0.0.1',
  '127.9.9.9',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.3.4',
  '0.0.0.0',
  '::1',
  '::',
  'fe80::1',
  'fd12::1',
];
const OUTSIDE = [
  '203.0.113.9',
  '172.32.0.1',
  '172.15.0.1',
  '11.0.0.1',
  '192.169.0.1',
  '169.254.1.1',
  '2001:db8::1',
  '::ffff:203.0.113.9',
  'unknown',
  '',
];

describe('https', () => {
  it('is required of callers from outside, of all, or of nobody, as the realm says', () => {
    expect(LOCAL.filter((ip) => requiresHttps('external', ip))).toEqual([]);
    expect(OUTSIDE.filter((ip) => !requiresHttps('external', ip))).toEqual([]);
    expect([...LOCAL, ...OUTSIDE].filter((ip) => !requiresHttps('all', ip))).toEqual([]);
    expect([...LOCAL, ...OUTSIDE].filter((ip) => requiresHttps('none', ip))).toEqual([]);
    // Keycloak writes them in both cases; an unknown word means its default.
    expect([requiresHttps('ALL', '127.0.0.1'), requiresHttps('NONE', '203.0.113.9'), requiresHttps('x', '203.0.113.9')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is there below an https address, whatever the caller came by to the proxy', () => {
    const { acme } = endpointSetup({ realm: { sslRequired: 'all' } });
    const urls = (base: string) => ({ base, issuer: (realm: string) => `${base}/realms/${realm}` });
    const guard = (base: string) => createHttpsGuard({ urls: urls(base) as never, pages: {} as never });
    const ctx = { method: 'POST', headers: {}, ip: '203.0.113.9' } as unknown as HttpContext;
    expect(guard('https://id.test')(ctx, acme.snapshot, '/protocol/openid-connect/token')).toBeNull();
    expect(guard('http://id.test')(ctx, acme.snapshot, '/protocol/openid-connect/token')).toMatchObject({ status: 403 });
  });
});
