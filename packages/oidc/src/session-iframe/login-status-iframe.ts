import { isOriginAllowed, type RealmCache, type Urls } from '@anteroom/core';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { scriptPage } from './script-page.ts';

/**
 * OpenID Connect Session Management §3.2 in Keycloak's words: a message `<client_id> <session_state>` is answered `unchanged`, `changed`
 * or `error`. The cookie holds the hash of the session's id. A page is answered only after this server said that its origin is the
 * client's, and only as long as it stays the same.
 */
const SCRIPT = `let init = null;
const cookie = (name) => document.cookie.split('; ').map((pair) => pair.split('=')).find(([key]) => key === name)?.[1];
const hashed = async (text) => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};
const check = async (clientId, origin, sessionState) => {
  if (init === null) {
    const url = new URL(location.origin + location.pathname + '/init');
    url.searchParams.set('client_id', clientId);
    url.searchParams.set('origin', origin);
    const response = await fetch(url).catch(() => null);
    if (response === null || response.status !== 204) return 'error';
    init = { clientId, origin };
  }
  if (init.clientId !== clientId || init.origin !== origin) return 'error';
  const session = cookie('KEYCLOAK_SESSION');
  if (!session) return sessionState === '' ? 'unchanged' : 'changed';
  return session === (await hashed(sessionState)) ? 'unchanged' : 'changed';
};
addEventListener('message', async ({ data, origin, source }) => {
  if (typeof data !== 'string' || source === null) return;
  const split = data.lastIndexOf(' ');
  const clientId = split < 0 ? data : data.slice(0, split);
  const state = split < 0 ? '' : data.slice(split + 1);
  source.postMessage(await check(clientId, origin, state), { targetOrigin: origin });
});`;

export function createLoginStatusIframe(): Endpoint {
  const answer = scriptPage('Session status', SCRIPT, "'self'");
  return { methods: ['GET', 'HEAD'], preflightMethods: null, answer: async () => answer };
}

/** `…/login-status-iframe.html/init`: 204 when a page of this origin may ask for this client, else 403 (recorded, empty). */
export function createLoginStatusInit({ realms, urls }: { readonly realms: Pick<RealmCache, 'client'>; readonly urls: Urls }): Endpoint {
  const own = new URL(urls.base).origin;
  return {
    methods: ['GET'],
    preflightMethods: null,
    async answer(realm, { query }) {
      const origin = query.get('origin') ?? '';
      const clientId = query.get('client_id');
      const client = clientId ? await realms.client(realm, clientId) : null;
      const known = client?.enabled === true && realm.realm.enabled;
      const allowed = known && (origin === own || isOriginAllowed(client, origin, urls.base));
      return { status: allowed ? 204 : 403, headers: { 'cache-control': 'no-cache' }, body: null };
    },
  };
}
