import { describe, expect, test } from '@jest/globals';
import { pageCsp } from './page-csp.ts';

describe('the content security policy', () => {
  test('lets forms that lead to an application go anywhere, and others only here', () => {
    expect(pageCsp({ kind: 'login', realmPolicy: null })).not.toContain('form-action');
    expect(pageCsp({ kind: 'link-confirm', realmPolicy: null })).toContain("; form-action 'self';");
  });

  test('takes who may frame a page from the realm, nobody without', () => {
    expect(
      pageCsp({ kind: 'login', realmPolicy: "frame-src 'self'; frame-ancestors 'self' https://a.example; object-src 'none';" }),
    ).toMatch(/; frame-ancestors 'self' https:\/\/a\.example$/);
    expect(pageCsp({ kind: 'login', realmPolicy: "script-src * 'unsafe-inline'" })).toMatch(
      /script-src 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
  });

  test('takes nothing else over', () => {
    expect(pageCsp({ kind: 'login', realmPolicy: "frame-ancestors 'self'\r\nset-cookie: a=b" })).toMatch(/frame-ancestors 'none'$/);
  });
});
