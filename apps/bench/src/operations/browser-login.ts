import { createHash, randomBytes } from 'node:crypto';
import type { HttpConnection, HttpReply } from '../load/http-connection.ts';
import { CLIENT, PASSWORD, REDIRECT_URI, usernameOf } from '../subject/bench-realm.ts';
import type { Site } from './operation.ts';
import { type Tokens, tokenRequest } from './token-request.ts';

export interface SignedIn {
  readonly tokens: Tokens;
  readonly cookies: ReadonlyMap<string, string>;
}

/** What a browser and its application send for a login: `/auth`, the form, the code (RFC 6749 §4.1 with PKCE). No page resources. */
export async function logIn(site: Site, connection: HttpConnection, user: number, client: typeof CLIENT = CLIENT): Promise<SignedIn> {
  const cookies = new Map<string, string>();
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    state: randomBytes(8).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await connection.send({ method: 'GET', path: `${site.protocol}/auth?${query}` });
  keep(cookies, page);
  const action = /<form[^>]*\saction="([^"]*)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&');
  if (page.status !== 200 || action === undefined) throw new Error(`no login form: ${page.status} ${page.body.slice(0, 200)}`);

  const { pathname, search } = new URL(action, site.subject.base);
  const body = new URLSearchParams({ username: usernameOf(user), password: PASSWORD, credentialId: '' }).toString();
  const sent = await connection.send({ method: 'POST', path: pathname + search, headers: { Cookie: headerOf(cookies) }, body });
  keep(cookies, sent);
  const code = sent.headers.get('location')?.startsWith(REDIRECT_URI)
    ? new URL(sent.headers.get('location') ?? '').searchParams.get('code')
    : null;
  if (!code) throw new Error(`no code: ${sent.status} ${sent.headers.get('location') ?? sent.body.slice(0, 200)}`);

  const redeemed = await connection.send(
    tokenRequest(site, { grant_type: 'authorization_code', ...client, code, redirect_uri: REDIRECT_URI, code_verifier: verifier }),
  );
  if (redeemed.status !== 200) throw new Error(`no tokens: ${redeemed.status} ${redeemed.body.slice(0, 200)}`);
  return { tokens: JSON.parse(redeemed.body), cookies };
}

/** RP-initiated logout with the ID token as its hint: no question is asked. */
export async function logOut(site: Site, connection: HttpConnection, { tokens, cookies }: SignedIn): Promise<void> {
  const query = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: REDIRECT_URI });
  const reply = await connection.send({ method: 'GET', path: `${site.protocol}/logout?${query}`, headers: { Cookie: headerOf(cookies) } });
  if (reply.status !== 302) throw new Error(`not logged out: ${reply.status} ${reply.body.slice(0, 200)}`);
}

function headerOf(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function keep(cookies: Map<string, string>, { cookies: set }: HttpReply): void {
  for (const cookie of set) {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    if (/max-age=0\b/i.test(cookie)) cookies.delete(pair.slice(0, at));
    else cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
