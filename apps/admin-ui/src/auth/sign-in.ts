import {
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import { CLIENT, discover, requestOptions, tokensOf } from './provider.ts';
import type { AuthRealm, Tokens } from './tokens.ts';

/** A sign-in under way. It outlives the page because the browser leaves it; nothing in it opens anything without the code. */
interface Pending {
  readonly nonce: string;
  readonly verifier: string;
  readonly realm: string;
  readonly returnTo: string;
}

const key = (state: string) => `anteroom.sign-in.${state}`;

/** Sends the browser to the realm's login page (RFC 6749 §4.1.1 with PKCE, RFC 7636). `returnTo` is shown after it. */
export async function beginSignIn(auth: AuthRealm, returnTo: string, storage: Storage, locale: string): Promise<URL> {
  const server = await discover(auth);
  const state = generateRandomState();
  const pending: Pending = { nonce: generateRandomNonce(), verifier: generateRandomCodeVerifier(), realm: auth.realm, returnTo };
  storage.setItem(key(state), JSON.stringify(pending));
  const url = new URL(server.authorization_endpoint ?? '');
  const parameters = {
    client_id: CLIENT.client_id,
    redirect_uri: auth.redirectUri,
    response_type: 'code',
    scope: 'openid',
    state,
    nonce: pending.nonce,
    code_challenge: await calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    ui_locales: locale,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

/** True when the address is an answer to a sign-in that this tab began. */
export function isSignInAnswer(url: URL, storage: Storage): boolean {
  const state = url.searchParams.get('state');
  return state !== null && storage.getItem(key(state)) !== null;
}

/** Redeems the answer; throws what `oauth4webapi` says about one that is wrong or an error. The sign-in is spent either way. */
export async function completeSignIn(
  auth: AuthRealm,
  url: URL,
  storage: Storage,
  now: () => number,
): Promise<{ tokens: Tokens; returnTo: string }> {
  const state = url.searchParams.get('state') ?? '';
  const pending = JSON.parse(storage.getItem(key(state)) ?? '{}') as Pending;
  storage.removeItem(key(state));
  const server = await discover(auth);
  const answer = validateAuthResponse(server, CLIENT, url, state);
  const response = await authorizationCodeGrantRequest(server, CLIENT, None(), answer, auth.redirectUri, pending.verifier, requestOptions);
  const tokens = await processAuthorizationCodeResponse(server, CLIENT, response, { expectedNonce: pending.nonce, requireIdToken: true });
  return { tokens: tokensOf(tokens, now()), returnTo: pending.returnTo };
}

/** Where a sign-in that failed was to lead, so that trying again leads there too. */
export function returnToOf(url: URL, storage: Storage, otherwise: string): string {
  const stored = storage.getItem(key(url.searchParams.get('state') ?? ''));
  return stored === null ? otherwise : (JSON.parse(stored) as Pending).returnTo;
}
