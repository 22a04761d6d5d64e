import { createHash, randomBytes } from 'node:crypto';
import { CALLBACK_ORIGIN } from './browser.ts';
import { CookieJar, send, UnexpectedAnswer } from './http-client.ts';
import { readPage } from './page.ts';
import type { RunningServer } from './server.ts';
import { type TokenAnswer, tokenRequest } from './tokens.ts';

export interface CodeFlow {
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
  /** Redeems the code of a callback address. */
  redeem(callback: URL): Promise<TokenAnswer>;
  redeemCode(code: string): Promise<TokenAnswer>;
}

/** An authorization request with PKCE, and the redemption that belongs to it. */
export function codeFlow(
  server: Pick<RunningServer, 'local'>,
  realm: string,
  client: { readonly id: string; readonly secret?: string },
  more: Readonly<Record<string, string>> = {},
): CodeFlow {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(8).toString('base64url');
  const redirectUri = `${CALLBACK_ORIGIN}/cb`;
  const parameters = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  const redeemCode = (code: string) =>
    tokenRequest(server, realm, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: client.id,
      code_verifier: verifier,
      ...(client.secret === undefined ? {} : { client_secret: client.secret }),
    });
  return {
    url: `${server.local}/realms/${realm}/protocol/openid-connect/auth?${parameters}`,
    state,
    verifier,
    redeemCode,
    redeem: (callback) => redeemCode(callback.searchParams.get('code') ?? ''),
  };
}

/** A browser without a screen: opens the authorization address and posts the login form. Resolves with where it was sent. */
export async function loginByForm(flow: Pick<CodeFlow, 'url'>, username: string, password: string, jar = new CookieJar()): Promise<URL> {
  const opened = await openForm(flow, jar);
  if (opened.callback !== null) return opened.callback;
  return postForm(opened.action, username, password, jar);
}

/** Opens the authorization address: the form's address, or the redirect of a single sign-on. */
export async function openForm(
  flow: Pick<CodeFlow, 'url'>,
  jar: CookieJar,
): Promise<{ readonly action: string; readonly callback: null } | { readonly action: null; readonly callback: URL }> {
  const answer = await send(flow.url, { jar });
  const location = answer.headers.get('location');
  if (location?.startsWith(CALLBACK_ORIGIN)) return { action: null, callback: new URL(location) };
  const { action } = readPage(answer.text);
  if (action === null) throw new UnexpectedAnswer('no login form', answer, `${location ?? ''} ${readPage(answer.text).text}`);
  return { action: new URL(action, flow.url).href, callback: null };
}

export async function postForm(action: string, username: string, password: string, jar: CookieJar): Promise<URL> {
  const answer = await send(action, { method: 'POST', form: { username, password, credentialId: '' }, jar });
  const location = answer.headers.get('location');
  if (location === null) throw new UnexpectedAnswer('no redirect after the login form', answer, readPage(answer.text).text);
  return new URL(location, action);
}
