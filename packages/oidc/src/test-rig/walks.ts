import { createHash, randomBytes } from 'node:crypto';
import { type Browser, createBrowser, type Shown } from './browser.ts';
import type { FullRig } from './full-rig.ts';

export const CALLBACK = 'http://localhost:9999/cb';
export const AUTH = '/realms/acme/protocol/openid-connect/auth';
export const TOKEN = '/realms/acme/protocol/openid-connect/token';
export const LOGOUT = '/realms/acme/protocol/openid-connect/logout';

/** `acme-api`, a confidential client of the code flow. */
export const API = { client_id: 'acme-api', client_secret: 'acme-api-secret' };

export function authUrl(parameters: Readonly<Record<string, string>> = {}): string {
  const query = { client_id: 'acme-api', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's1', ...parameters };
  return `${AUTH}?${new URLSearchParams(query)}`;
}

export function signIn(browser: Browser, page: Shown, username = 'alice', more: Readonly<Record<string, string>> = {}): Promise<Shown> {
  return browser.go(page.page?.action ?? 'no page', { username, password: `${username}-pw`, ...more });
}

export interface Tokens {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what a test looks at
  readonly body: any;
}

export async function post(rig: Pick<FullRig, 'base'>, form: Readonly<Record<string, string>>, path = TOKEN): Promise<Tokens> {
  const response = await fetch(new URL(path, rig.base), { method: 'POST', body: new URLSearchParams(form) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

export const codeOf = (shown: Shown): string => shown.location?.searchParams.get('code') ?? `no code: ${shown.status} ${shown.text}`;

export function redeem(rig: Pick<FullRig, 'base'>, code: string, more: Readonly<Record<string, string>> = {}): Promise<Tokens> {
  return post(rig, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...API, ...more });
}

/** From nothing to a browser with a session of alice and the code of its first client. */
export async function logIn(rig: Pick<FullRig, 'base'>, parameters: Readonly<Record<string, string>> = {}, username = 'alice') {
  const browser = createBrowser(rig.base);
  const done = await signIn(browser, await browser.go(authUrl(parameters)), username);
  return { browser, done, code: codeOf(done) };
}

export function refresh(rig: Pick<FullRig, 'base'>, token: string, more: Readonly<Record<string, string>> = {}): Promise<Tokens> {
  return post(rig, { grant_type: 'refresh_token', refresh_token: token, ...API, ...more });
}

export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

export function headerOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
}

export function pkcePair() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
