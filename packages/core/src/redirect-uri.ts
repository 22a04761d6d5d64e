import type { Client } from './directory/client.ts';

/** What the decision needs of a client. */
export type RedirectClient = Pick<Client, 'redirectUris' | 'rootUrl' | 'webOrigins' | 'attributes'>;

const MAX_LENGTH = 4_000;

/** Schemes a browser executes or reads from instead of going somewhere; no registration makes them redirect targets. */
const FORBIDDEN_SCHEMES = ['javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'filesystem', 'view-source', 'ws', 'wss', 'ftp'];

/** Parameters of our own answer: a redirect URI that brings them along could pass them off as ours (CVE-2026-9689). */
const RESPONSE_PARAMETERS = new Set([
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'session_state',
  'response',
  'access_token',
  'id_token',
  'token_type',
  'expires_in',
  'kc_action',
  'kc_action_status',
]);

interface UriParts {
  readonly scheme: string;
  /** Lower case, with its port as written; null when there is no `//`. */
  readonly authority: string | null;
  readonly path: string;
  /** With its `?`; empty when there is none. */
  readonly query: string;
}

/**
 * Takes a URI apart by its characters. Everything that browsers and servers are known to read differently (blanks, backslashes,
 * control and non-ASCII characters, credentials, odd hosts) makes it null, so that what was compared is what the browser opens.
 */
function partsOf(uri: string): UriParts | null {
  if (uri.length > MAX_LENGTH || !/^[!#-;=?-[\]_a-z~]+$/.test(uri)) return null; // printable ASCII without  " < > \ ^ ` { | }
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/([^/?]*))?([^?]*)(\?.*)?$/.exec(uri);
  if (match === null) return null;
  const scheme = match[1]!.toLowerCase();
  const authority = match[2]?.toLowerCase() ?? null;
  const path = match[3]!;
  if (FORBIDDEN_SCHEMES.includes(scheme)) return null;
  if (authority?.includes('@')) return null;
  if (scheme === 'http' || scheme === 'https') {
    if (authority === null || !/^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(authority)) return null;
    if (path !== '' && !path.startsWith('/')) return null;
    if (!URL.canParse(uri)) return null;
  }
  return { scheme, authority: withoutDefaultPort(scheme, authority), path, query: match[4] ?? '' };
}

function withoutDefaultPort(scheme: string, authority: string | null): string | null {
  const port = scheme === 'https' ? ':443' : scheme === 'http' ? ':80' : null;
  return authority !== null && port !== null && authority.endsWith(port) ? authority.slice(0, -port.length) : authority;
}

/**
 * `.` and `..` as a whole segment, plainly or encoded, however often (a proxy may decode once more), also before path parameters
 * (`..;/`, CVE-2026-3872).
 */
function hasDotSegment(path: string): boolean {
  return path
    .replace(/%(?:25)+/g, '%')
    .replace(/%2e/gi, '.')
    .split(/\/|%2f|%5c/i)
    .some((segment) => /^\.{1,2}(?:;.*)?$/.test(segment));
}

function bringsResponseParameters(query: string): boolean {
  return [...new URLSearchParams(query).keys()].some((name) => RESPONSE_PARAMETERS.has(name));
}

/** RFC 8252 §7.3: a native app on the loopback interface takes whatever port is free; the registration then names none. */
function sameAuthority(registered: UriParts, asked: UriParts): boolean {
  if (registered.authority === asked.authority) return true;
  if (asked.scheme !== 'http' || !['localhost', '127.0.0.1', '[::1]'].includes(registered.authority ?? '')) return false;
  return asked.authority?.replace(/:\d+$/, '') === registered.authority;
}

function matches(registered: string, asked: UriParts): boolean {
  const wildcard = registered.endsWith('*') && !registered.includes('?');
  const pattern = partsOf(wildcard ? registered.slice(0, -1) : registered);
  if (pattern === null || pattern.scheme !== asked.scheme || !sameAuthority(pattern, asked)) return false;
  if (!wildcard) return pattern.path === asked.path && pattern.query === asked.query;
  // Only at the end of a path: `https://good.example*` would let `https://good.example.evil.test` in (CVE-2026-41569).
  if (!pattern.path.includes('/')) return false;
  if (/%2f|%5c/i.test(asked.path) || bringsResponseParameters(asked.query)) return false;
  return asked.path.startsWith(pattern.path) || `${asked.path}/` === pattern.path;
}

/** The client's root URL, `${authBaseUrl}` and `${authAdminUrl}` filled in; our own base where it has none. */
function rootOf(client: RedirectClient, base: string): string {
  const root = (client.rootUrl ?? '').replace(/\$\{auth(?:Base|Admin)Url\}/g, base);
  return (root === '' ? new URL(base).origin : root).replace(/\/$/, '');
}

/** Where the application begins: its base URL, else its root URL; null when it names neither, or one that no browser should be sent to. */
export function clientHome(client: RedirectClient & Pick<Client, 'baseUrl'>, base: string): string | null {
  const home = client.baseUrl?.startsWith('/')
    ? rootOf(client, base) + client.baseUrl
    : client.baseUrl || (client.rootUrl ? rootOf(client, base) : '');
  const parts = partsOf(home);
  return parts !== null && (parts.scheme === 'http' || parts.scheme === 'https') ? home : null;
}

const resolve = (client: RedirectClient, registered: readonly string[], base: string): readonly string[] =>
  registered.map((uri) => (uri.startsWith('/') ? rootOf(client, base) + uri : uri));

function decide(client: RedirectClient, registered: readonly string[], uri: string, base: string): string | null {
  // Recorded: a fragment is accepted and dropped (RFC 6749 §3.1.2 does not allow one; the response makes its own).
  const asked = uri.split('#', 1)[0]!;
  const parts = partsOf(asked);
  if (parts === null || hasDotSegment(parts.path)) return null;
  return resolve(client, registered, base).some((pattern) => matches(pattern, parts)) ? asked : null;
}

/** The only decision about redirect URIs: where to send the browser, or null. `base` is the server's own base URL. */
export function matchRedirectUri(client: RedirectClient, uri: string, base: string): string | null {
  const allowed = decide(client, client.redirectUris, uri, base);
  // Registered or not: what the answer is made of is ours to add.
  return allowed === null || bringsResponseParameters(allowed.split('?').slice(1).join('?')) ? null : allowed;
}

/** The same for `post_logout_redirect_uri`: attribute with `##` between values; `+` or none at all means the redirect URIs, `-` nothing. */
export function matchPostLogoutRedirectUri(client: RedirectClient, uri: string, base: string): string | null {
  const listed = (client.attributes['post.logout.redirect.uris'] ?? '').split('##').filter((value) => value !== '');
  if (listed.includes('-')) return null;
  const own = listed.filter((value) => value !== '+');
  const registered = listed.length === 0 || own.length < listed.length ? [...own, ...client.redirectUris] : own;
  return decide(client, registered, uri, base);
}

/**
 * Origins that may call with a token of this client (the `allowed-origins` claim); `*` is all. `+` stands for the origins of the
 * redirect URIs.
 */
export function resolveWebOrigins(client: RedirectClient, base: string): readonly string[] {
  const origins = new Set<string>();
  for (const entry of client.webOrigins) {
    if (entry !== '+') {
      if (entry !== '') origins.add(entry);
      continue;
    }
    for (const uri of resolve(client, client.redirectUris, base)) {
      const parts = partsOf(uri.replace(/\*$/, ''));
      if (parts !== null && (parts.scheme === 'http' || parts.scheme === 'https')) origins.add(`${parts.scheme}://${parts.authority}`);
    }
  }
  return [...origins];
}

/** Whether a request from `origin` may be answered to a page of that origin. */
export function isOriginAllowed(client: RedirectClient, origin: string, base: string): boolean {
  const allowed = resolveWebOrigins(client, base);
  return allowed.includes('*') || allowed.includes(origin);
}
