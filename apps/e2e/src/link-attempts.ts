import { createHmac } from 'node:crypto';

// What is tried against mailed links, each attempt once: `link-attacks.test.ts` makes them, `docs/security-tests.md` lists them.

const BASE = 'http://localhost:9999';
const HS = { HS256: 'sha256', HS512: 'sha512' } as const;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Headers of a request that makes the server mail a link: its host has to stay the configured one. */
export const FORGED_HOSTS: readonly Readonly<Record<string, string>>[] = [
  { host: 'evil.test' },
  { 'x-forwarded-host': 'evil.test' },
  { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https', 'x-forwarded-port': '444' },
  { forwarded: 'host=evil.test;proto=https' },
  { 'x-original-host': 'evil.test', 'x-host': 'evil.test', 'x-forwarded-server': 'evil.test' },
  { 'x-forwarded-prefix': '/evil', 'x-original-url': 'https://evil.test/' },
];

/** `redirect_uri` for a client that has registered `http://localhost:9999/*`. */
export const WAYS_BACK: readonly string[] = [
  'https://evil.test/',
  '//evil.test/',
  `${BASE}.evil.test/`,
  `${BASE}@evil.test/`,
  'http://evil.test#@localhost:9999/',
  `${BASE}%2f@evil.test/`,
  `${BASE}%5c.evil.test/`,
  'http://localhost:9998/',
  'https://localhost:9999/',
  'http://user:secret@localhost:9999/',
  'javascript:alert(1)',
  'data:text/html,x',
  `${BASE}/../../x/%2e%2e/%2e%2e`,
  'http://LOCALHOST:9999\\@evil.test/',
  `${BASE}/\r\nSet-Cookie: a=b`,
  `\t${BASE}/`,
  '*',
];

/** Claims of a link to ann that are changed without its signature: to another user, action, type, client, realm, age. */
export const changedClaims = (of: { readonly anotherUser: string; readonly anotherRealm: string }): readonly object[] => [
  { sub: of.anotherUser },
  { eml: 'ben@demo.test' },
  { typ: 'reset-credentials' },
  { typ: 'verify-email' },
  { typ: 'update-email', newEmail: 'ann@evil.test' },
  { typ: 'undo-email' },
  { typ: 'Bearer' },
  { rqac: ['UPDATE_PASSWORD', 'CONFIGURE_TOTP'] },
  { rqac: [] },
  { exp: 4_102_444_800 },
  { reduri: 'https://evil.test/' },
  { azp: 'desk' },
  { cv: 99 },
  { cv: null },
  { jti: '00000000-0000-4000-8000-000000000000' },
  { nonce: '00000000-0000-4000-8000-000000000000' },
  { iss: of.anotherRealm, aud: of.anotherRealm },
];

/** A key whose claims were changed. */
export function withClaims(key: string, change: object): string {
  const [head, body, mac] = key.split('.') as [string, string, string];
  return `${head}.${part({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...change })}.${mac}`;
}

/** The key with another head, signed with a secret that the attacker knows. */
export function signedBy(secret: string, key: string, alg: keyof typeof HS, head: object = {}): string {
  const text = `${part({ alg, typ: 'JWT', ...head })}.${key.split('.')[1]}`;
  return `${text}.${createHmac(HS[alg], secret).update(text).digest('base64url')}`;
}

/** What else can be made of a key without the realm's. */
export const FORGED_KEYS: Readonly<Record<string, (key: string) => string>> = {
  '`alg: none`, no signature': (key) => `${part({ alg: 'none' })}.${key.split('.')[1]}.`,
  '`alg: none`, the old signature': (key) => `${part({ alg: 'none' })}.${key.split('.')[1]}.${key.split('.')[2]}`,
  'HS256 with the secret `secret`': (key) => signedBy('secret', key, 'HS256'),
  'HS512 with the secret `secret`': (key) => signedBy('secret', key, 'HS512'),
  'a signature that was cut off': (key) => key.slice(0, -4),
  'a signature with one character more': (key) => `${key}A`,
  'a fourth part': (key) => `${key}.`,
  'all in capitals': (key) => key.toUpperCase(),
  'nothing at all': () => '',
  '`a.b.c`': () => 'a.b.c',
  'three empty parts': () => '..',
};

/** Public facts of the realm that are tried as the secret of HS512, with the `kid` of the key they belong to. */
export const PUBLIC_SECRETS: readonly string[] = ['the modulus of each public key', 'each certificate', 'the whole key set'];

/** Tokens and cookies of the same person that are opened as a link, and posted as one. */
export const NOT_LINKS: readonly string[] = [
  'access token',
  'refresh token',
  'ID token',
  'authorization code',
  'KEYCLOAK_IDENTITY',
  'KC_RESTART',
];

/** Where a good link is presented as something else. */
export const LINK_AS: readonly string[] = [
  'bearer token at userinfo',
  'token at introspection',
  'refresh token',
  'authorization code',
  'bearer token of the Admin REST',
  'initial access token of a client registration',
  'cookie KEYCLOAK_IDENTITY',
  'cookie KC_RESTART',
  'cookie AUTH_SESSION_ID',
  'cookie ANTEROOM_DEVICE',
];

/** Addresses that could become two recipients, or a command to the mail server. */
export const ADDRESSES: readonly string[] = [
  'a@demo.test,b@evil.test',
  'a@demo.test;b@evil.test',
  'a@demo.test b@evil.test',
  'a@demo.test\r\nRCPT TO:<b@evil.test>',
  'a@demo.test\nBcc: b@evil.test',
  '"a@evil.test"@demo.test',
  'a <b@evil.test>',
  '<b@evil.test>',
  'a@demo.test\u0000',
  'a@[127.0.0.1]',
  `${'a'.repeat(65)}@demo.test`,
  'a@demo.test>\r\nDATA',
  'a@demo..test',
  '@evil.test',
];
