import { readFileSync } from 'node:fs';
import type { View } from '@anteroom/core';
import { expect, test } from '@jest/globals';
import { buildContext } from '../test/page-context.ts';
import { readPage } from '../test/read-page.ts';
import { createPageRenderer } from './page-renderer.tsx';

interface RecordedPage {
  readonly title: string;
  readonly form?: { readonly action: string; readonly inputs: readonly string[] };
  readonly links: readonly string[];
  readonly text: string;
}

function recorded(file: string, name: string): RecordedPage {
  const url = new URL(`../../testkit/src/fixtures/keycloak/golden/${file}.json`, import.meta.url);
  const cases = JSON.parse(readFileSync(url, 'utf8')) as readonly {
    readonly name: string;
    readonly response: { readonly html?: RecordedPage };
  }[];
  return cases.find((entry) => entry.name === name)!.response.html!;
}

const login: Extract<View, { kind: 'login' }> = {
  kind: 'login',
  username: '',
  usernameFixed: false,
  rememberMe: false,
  error: null,
  info: null,
};
const error = (key: string, ...args: readonly string[]): View => ({ kind: 'error', message: { key, args }, back: null, requestId: null });

/** Recording → the view that the server has to show for it, and fields that its form carries. */
const PAGES: readonly (readonly [file: string, name: string, view: View, hidden?: Readonly<Record<string, string>>])[] = [
  ['authorize', 'login page', login],
  ['authorize', 'wrong password on the login form', { ...login, username: 'alice', error: { key: 'invalidUserMessage' } }],
  ['authorize', 'disabled user on the login form', { ...login, username: 'alice', error: { key: 'accountDisabledMessage' } }],
  [
    'authorize',
    'prompt=login with session: re-authentication page',
    { ...login, username: 'alice', usernameFixed: true, info: { key: 'reauthenticate' } },
  ],
  ['authorize', 'missing client_id', error('invalidRequestMessage')],
  ['authorize', 'unknown client', error('clientNotFoundMessage')],
  ['authorize', 'disabled client', error('clientDisabledMessage')],
  ['authorize', 'bearer-only client', error('bearerOnlyMessage')],
  ['authorize', 'bad redirect_uri', error('invalidParameterMessage', 'redirect_uri')],
  ['authorize', 'login form posted without cookies', error('restartLoginCookieNotFoundMessage')],
  [
    'authorize',
    'required action page',
    { kind: 'update-password', username: 'alice', error: null, fieldErrors: {}, offerLogoutSessions: true },
  ],
  [
    'authorize',
    'user with TOTP after password',
    { kind: 'otp', username: 'bob', devices: [{ id: 'd', label: '' }], selected: 'd', error: null },
  ],
  [
    'authorize',
    'wrong TOTP',
    { kind: 'otp', username: 'bob', devices: [{ id: 'd', label: '' }], selected: 'd', error: { key: 'invalidTotpMessage' } },
  ],
  [
    'authorize',
    'consent page content',
    {
      kind: 'consent',
      clientName: 'consent',
      scopes: ['profile', 'roles', 'email'].map((scope) => `\${${scope}ScopeConsentText}`),
    },
    { code: 'c' },
  ],
  ['logout', 'GET without anything, no session', { kind: 'logout-confirm' }, { session_code: 'c' }],
  ['logout', 'confirm', { kind: 'logged-out', backUrl: null }],
  ['logout', 'GET with post_logout_redirect_uri only', error('missingParameterMessage', 'id_token_hint')],
];

/** Deliberately ours: a real link where Keycloak has a button run by a script, and one "You are logged out" instead of two. */
const OWN_LINKS = new Set(['Restart login']);
const OWN_TEXT: Readonly<Record<string, string>> = { 'golden You are logged out You are logged out': 'golden You are logged out' };

test.each(PAGES)('%s: %s reads as recorded', (file, name, view, hidden = {}) => {
  const expected = recorded(file, name);
  const html = createPageRenderer().render(
    view,
    buildContext({ hidden, realm: { name: 'golden', displayName: 'golden', internationalizationEnabled: false } }),
  );
  const page = readPage(html);
  expect(page.title).toBe(expected.title);
  expect([...page.inputs].sort()).toEqual([...(expected.form?.inputs ?? [])].sort());
  expect(page.links.filter((link) => !OWN_LINKS.has(link))).toEqual(expected.links);
  expect(page.text).toBe(OWN_TEXT[expected.text] ?? expected.text);
});
