import { describe, expect, it } from '@jest/globals';
import { consolePath, readPlace } from './place.ts';

describe('the place of the console', () => {
  it('is read from its own address', () => {
    expect(readPlace('/admin/console/realms/acme/users')).toEqual({ base: '', realm: null, rest: '/realms/acme/users' });
  });

  it('knows the address without a last slash', () => {
    expect(readPlace('/admin/console')).toEqual({ base: '', realm: null, rest: '/' });
  });

  it('takes the realm that signs in from an address of Keycloak’s form', () => {
    expect(readPlace('/admin/my%20realm/console/')).toEqual({ base: '', realm: 'my realm', rest: '/' });
  });

  it('finds the path that a proxy put in front', () => {
    expect(readPlace('/sso/auth/admin/console/server')).toEqual({ base: '/sso/auth', realm: null, rest: '/server' });
  });

  it('is nowhere else', () => {
    expect(readPlace('/admin/realms/acme')).toBeNull();
  });

  it('begins where Keycloak registers its console', () => {
    expect(consolePath('/auth', 'my realm')).toBe('/auth/admin/my%20realm/console');
  });
});
