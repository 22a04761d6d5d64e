import type { Call } from '../../api/call-log.ts';

const SECRET = /^(password|secret|client_?secret|value|token)$/i;
const HIDDEN = '…';

/** What was sent, without passwords and secrets. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, SECRET.test(key) && typeof inner === 'string' ? HIDDEN : withoutSecrets(inner)]),
  );
}

/** Quoted for a POSIX shell. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const bodyOf = (body: unknown): string | null => (body === undefined ? null : quoted(JSON.stringify(withoutSecrets(body))));

/** A call as curl makes it; `server` is the base URL. */
export function asCurl({ method, path, query, body }: Call, server: string): string {
  const sent = bodyOf(body);
  return [
    'curl',
    ...(method === 'GET' ? [] : ['-X', method]),
    quoted(`${server}/admin${path}${query}`),
    '-H "Authorization: Bearer $TOKEN"',
    ...(sent === null ? [] : ["-H 'Content-Type: application/json'", '-d', sent]),
  ].join(' ');
}

const VERBS: Readonly<Record<string, string>> = { GET: 'get', POST: 'create', PUT: 'update', DELETE: 'delete' };

/** The same for Keycloak's kcadm.sh; null for calls beside Keycloak's. */
export function asKcadm({ method, path, query, body }: Call): string | null {
  if (path.startsWith('/anteroom')) return null;
  const verb = VERBS[method] ?? 'get';
  const [, realm, rest] = /^\/realms\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const target = realm === undefined ? [quoted(path.slice(1))] : [quoted(rest ?? ''), '-r', quoted(decodeURIComponent(realm))];
  const asked = [...new URLSearchParams(query)].flatMap(([name, value]) => ['-q', quoted(`${name}=${value}`)]);
  const sent = bodyOf(body);
  return ['kcadm.sh', verb, ...target, ...asked, ...(sent === null ? [] : ['-b', sent])].join(' ');
}
