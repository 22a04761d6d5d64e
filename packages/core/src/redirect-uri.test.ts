import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOriginAllowed, matchPostLogoutRedirectUri, matchRedirectUri, type RedirectClient, resolveWebOrigins } from './redirect-uri.ts';

const base = 'http://localhost:8080';

const client = (change: Partial<RedirectClient> = {}): RedirectClient => ({
  redirectUris: ['http://localhost:9999/*'],
  webOrigins: [],
  attributes: {},
  ...change,
});

const allowed = (registered: string, uri: string, rootUrl?: string) =>
  matchRedirectUri(client({ redirectUris: [registered], rootUrl }), uri, base) !== null;

describe('registered forms', () => {
  test('an exact address matches itself, query included, and nothing else', () => {
    expect(allowed('https://app.test/cb', 'https://app.test/cb')).toBe(true);
    expect(allowed('https://app.test/cb?a=1', 'https://app.test/cb?a=1')).toBe(true);
    for (const other of [
      'https://app.test/cb/',
      'https://app.test/cb?a=1',
      'https://app.test/CB',
      'http://app.test/cb',
      'https://app.test/cbx',
      'https://app.test:8443/cb',
    ])
      expect(allowed('https://app.test/cb', other)).toBe(false);
  });

  test('a wildcard at the end of a path matches everything below it and the path itself', () => {
    for (const uri of ['http://localhost:9999', 'http://localhost:9999/', 'http://localhost:9999/a/b?x=1', 'http://LOCALHOST:9999/cb'])
      expect(allowed('http://localhost:9999/*', uri)).toBe(true);
    expect(allowed('https://app.test/in/*', 'https://app.test/in')).toBe(true);
    expect(allowed('https://app.test/in/*', 'https://app.test/inside')).toBe(false);
    expect(allowed('https://app.test/in*', 'https://app.test/inside')).toBe(true);
  });

  test('a wildcard anywhere else is no wildcard', () => {
    expect(allowed('https://app.test*', 'https://app.test.evil.test/')).toBe(false);
    expect(allowed('https://*.app.test/cb', 'https://evil.app.test/cb')).toBe(false);
    expect(allowed('https://app.test/*/cb', 'https://app.test/x/cb')).toBe(false);
    expect(allowed('https://app.test/cb?next=*', 'https://app.test/cb?next=1')).toBe(false);
    expect(allowed('*', 'https://evil.test/')).toBe(false);
    expect(allowed('https://*', 'https://evil.test/')).toBe(false);
  });

  test('a relative one hangs on the root URL, or on our own origin', () => {
    expect(allowed('/in/*', 'https://app.test/in/cb', 'https://app.test')).toBe(true);
    expect(allowed('/in/*', 'https://app.test/root/in/cb', 'https://app.test/root/')).toBe(true);
    expect(allowed('/realms/acme/account/*', 'http://localhost:8080/realms/acme/account/', `$${'{authBaseUrl}'}`)).toBe(true);
    expect(allowed('/cb', 'http://localhost:8080/cb')).toBe(true);
    expect(allowed('/cb', 'http://evil.test/cb')).toBe(false);
  });

  test('a private scheme of a native app must be registered', () => {
    expect(allowed('com.acme.app:/cb', 'com.acme.app:/cb')).toBe(true);
    expect(allowed('acme://cb/*', 'acme://cb/x')).toBe(true);
    expect(allowed('acme://cb/*', 'evil://cb/x')).toBe(false);
    expect(allowed('http://localhost:9999/*', 'acme://localhost:9999/')).toBe(false);
  });

  test('a loopback registration without a port takes any port, one with a port only that', () => {
    expect(allowed('http://127.0.0.1/cb', 'http://127.0.0.1:49152/cb')).toBe(true);
    expect(allowed('http://localhost/*', 'http://localhost:1234/x')).toBe(true);
    expect(allowed('http://localhost/*', 'http://127.0.0.1:1234/x')).toBe(false);
    expect(allowed('http://localhost:9999/*', 'http://localhost:9998/x')).toBe(false);
    expect(allowed('https://localhost/*', 'https://localhost:1234/x')).toBe(false);
    expect(allowed('http://app.test/*', 'http://app.test:1234/x')).toBe(false);
  });

  test('a default port may be written or not', () => {
    expect(allowed('https://app.test/*', 'https://app.test:443/x')).toBe(true);
    expect(allowed('https://app.test:443/*', 'https://app.test/x')).toBe(true);
    expect(allowed('https://app.test/*', 'https://app.test:80/x')).toBe(false);
  });

  test('a fragment is dropped', () => {
    expect(matchRedirectUri(client(), 'http://localhost:9999/cb#f', base)).toBe('http://localhost:9999/cb');
  });
});

describe('refused whatever is registered', () => {
  test.each([
    'http://localhost:9999@evil.test/',
    'http://user:pw@localhost:9999/',
    'http://localhost:9999\\@evil.test/',
    'http://localhost:9999/../x',
    'http://localhost:9999/a/..',
    'http://localhost:9999/a/..;/x',
    'http://localhost:9999/a/%2e%2E/x',
    'http://localhost:9999/a/.%2e/x',
    'http://localhost:9999/a/%252e%252e/x',
    'http://localhost:9999/a/%25252e./x',
    'http://localhost:9999/./x',
    'http://localhost:9999/a%2f..%2fx',
    'http://localhost:9999/a%2Fb',
    'http://localhost:9999/a%5Cb',
    'http://localhost:9999/a\\..\\b',
    'http:/localhost:9999/x',
    'http:localhost:9999/x',
    'http:///localhost:9999/x',
    '//localhost:9999/x',
    '/x',
    '',
    ' http://localhost:9999/x',
    'http://localhost:9999/x ',
    'http://localhost:9999/x\n',
    'http://local\thost:9999/x',
    'http://localhost:9999/x\u0000',
    'http://localhost:9999.evil.test/x',
    'http://localhost:99991/x',
    'http://localhost:/x',
    'http://ｌocalhost:9999/x',
    'http://localhost%2eevil.test:9999/x',
    'http://localhost:9999/<script>',
    'http://localhost:9999/"x"',
    'http://localhost:9999/cb?code=x',
    'http://localhost:9999/cb?a=1&state=x',
    'http://localhost:9999/cb?%63ode=x',
    'JavaScript://localhost:9999/%0aalert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'https://localhost:9999/x',
    `http://localhost:9999/${'a'.repeat(5000)}`,
  ])('%j', (uri) => {
    expect(matchRedirectUri(client(), uri, base)).toBeNull();
  });

  test('a scheme that a browser runs, even when it is registered', () => {
    for (const uri of ['javascript:alert(1)', 'JAVASCRIPT:alert(1)', 'data:text/html,x', 'blob:x']) expect(allowed(uri, uri)).toBe(false);
  });

  test('everything, for a client without redirect URIs', () => {
    expect(matchRedirectUri(client({ redirectUris: [] }), 'http://localhost:9999/', base)).toBeNull();
  });
});

describe('properties', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      'a',
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '%2e',
      '%2F',
      '%5c',
      '?',
      '#',
      ';',
      '*',
      'evil.test',
      'localhost:9999',
      'http://',
      '//',
      ' ',
      '\t',
      'é',
      '[',
      ']',
      '&',
      '=',
      'code',
      '80',
    ),
    maxLength: 14,
  });

  test('whatever is accepted opens, for a WHATWG reader, on the registered origin and below the registered path', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('http://localhost:9999', 'http://localhost:9999/', 'http://localhost:9999/app', ''),
        hostile,
        (start, tail) => {
          const accepted = matchRedirectUri(client({ redirectUris: ['http://localhost:9999/app/*'] }), start + tail, base);
          if (accepted === null) return;
          const opened = new URL(accepted);
          expect(opened.origin).toBe('http://localhost:9999');
          expect(opened.username + opened.password + opened.hash).toBe('');
          expect(`${opened.pathname}/`.startsWith('/app/')).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('an exact registration accepts only what a WHATWG reader takes for the same address', () => {
    fc.assert(
      fc.property(hostile, hostile, (path, other) => {
        const registered = `https://app.test/${path}`;
        const accepted = matchRedirectUri(client({ redirectUris: [registered] }), `https://app.test/${other}`, base);
        if (accepted !== null && !registered.endsWith('*')) expect(new URL(accepted).href).toBe(new URL(registered).href);
      }),
      { numRuns: 3_000 },
    );
  });

  test('ordinary addresses below a wildcard are accepted as they are', () => {
    const segment = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_~'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), fc.option(segment), (path, query) => {
        const uri = `http://localhost:9999/${path.join('/')}${query === null ? '' : `?q=${query}`}`;
        expect(matchRedirectUri(client(), uri, base)).toBe(uri);
      }),
    );
  });

  test('no text makes the decision throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (registered, uri) => {
        matchRedirectUri(client({ redirectUris: [registered], webOrigins: ['+', registered] }), uri, base);
        resolveWebOrigins(client({ redirectUris: [registered], webOrigins: ['+', registered] }), base);
      }),
    );
  });
});

describe('after logout', () => {
  const to = (value: string | undefined, uri: string) =>
    matchPostLogoutRedirectUri(client({ attributes: value === undefined ? {} : { 'post.logout.redirect.uris': value } }), uri, base) !==
    null;

  test('plus and nothing mean the redirect URIs, a dash means none, a list means the list', () => {
    for (const value of ['+', undefined, '']) expect(to(value, 'http://localhost:9999/bye')).toBe(true);
    expect(to('-', 'http://localhost:9999/bye')).toBe(false);
    expect(to('https://spa.acme.test/*##http://localhost:7777/*', 'https://spa.acme.test/bye')).toBe(true);
    expect(to('https://spa.acme.test/*##http://localhost:7777/*', 'http://localhost:7777/')).toBe(true);
    expect(to('https://spa.acme.test/*', 'http://localhost:9999/bye')).toBe(false);
    expect(to('https://spa.acme.test/*##+', 'http://localhost:9999/bye')).toBe(true);
  });
});

describe('web origins', () => {
  test('plus stands for the origins of the redirect URIs', () => {
    const spa = client({
      webOrigins: ['+', 'https://other.test'],
      redirectUris: ['http://localhost:9999/spa/*', 'https://App.test:443/cb', '/in/*', 'acme://cb'],
    });
    expect(resolveWebOrigins(spa, base)).toEqual([
      'http://localhost:9999',
      'https://app.test',
      'http://localhost:8080',
      'https://other.test',
    ]);
  });

  test('an origin is allowed when it is listed, or when all are', () => {
    expect(isOriginAllowed(client({ webOrigins: ['http://a.test'] }), 'http://a.test', base)).toBe(true);
    expect(isOriginAllowed(client({ webOrigins: ['http://a.test'] }), 'http://a.test.evil.test', base)).toBe(false);
    expect(isOriginAllowed(client({ webOrigins: ['*'] }), 'http://any.test', base)).toBe(true);
    expect(isOriginAllowed(client(), 'http://localhost:9999', base)).toBe(false);
  });
});
