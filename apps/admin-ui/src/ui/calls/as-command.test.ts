import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../api/call-log.ts';
import { asCurl, asKcadm, withoutSecrets } from './as-command.ts';

const call = (more: Partial<Call>): Call => ({ method: 'GET', path: '/realms/demo/users', query: '', body: undefined, from: '/', ...more });

describe('a call as a command', () => {
  it('is curl with the token of an administrator', () => {
    expect(asCurl(call({ query: '?search=ann' }), 'https://id.test')).toBe(
      `curl 'https://id.test/admin/realms/demo/users?search=ann' -H "Authorization: Bearer $TOKEN"`,
    );
  });

  it('is quoted for the shell', () => {
    const { length } = asCurl(call({ method: 'PUT', body: { name: "ann's" } }), 'https://id.test').split(String.raw`'{"name":"ann'\''s"}'`);
    expect(length).toBe(2);
  });

  it('is kcadm.sh with the realm it is about', () => {
    expect(asKcadm(call({ query: '?max=2' }))).toBe('kcadm.sh get users -r demo -q max=2');
    expect(asKcadm(call({ method: 'POST', path: '/realms', body: { realm: 'x' } }))).toBe(`kcadm.sh create realms -b '{"realm":"x"}'`);
    expect(asKcadm(call({ method: 'DELETE', path: '/realms/demo/users/1' }))).toBe('kcadm.sh delete users/1 -r demo');
  });

  it('is no kcadm.sh where Keycloak has no such call', () => {
    expect(asKcadm(call({ path: '/anteroom/server' }))).toBeNull();
  });

  it('holds no password and no secret', () => {
    const body = { username: 'ann', credentials: [{ type: 'password', value: 'hunter2' }], secret: 's3cret' };
    expect(withoutSecrets(body)).toEqual({ username: 'ann', credentials: [{ type: 'password', value: '…' }], secret: '…' });
  });
});
