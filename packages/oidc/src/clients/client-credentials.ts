import type { IncomingHttpHeaders } from 'node:http';

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a request says about its client, before anything is believed. */
export type PresentedClient =
  | { readonly kind: 'nothing' }
  /** Contradictory or unreadable: nobody is asked about it. */
  | { readonly kind: 'malformed'; readonly reason: string }
  /** Client id and secrets to compare; without secrets only a public client can be meant. */
  | { readonly kind: 'secret'; readonly clientId: string; readonly secrets: readonly PresentedSecret[]; readonly method: SecretMethod }
  | { readonly kind: 'assertion'; readonly clientId: string | null; readonly type: string; readonly assertion: string };

export type SecretMethod = 'none' | 'client_secret_basic' | 'client_secret_post';

/** Spellings of one presented secret, any of which may be right. */
export type PresentedSecret = readonly string[];

interface Basic {
  readonly clientIds: readonly string[];
  readonly secret: PresentedSecret;
}

/** RFC 6749 §2.3.1 wants both halves form-encoded; many clients of Keycloak send them as they are. Both readings are kept. */
const readings = (text: string): readonly string[] => {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return decoded === text ? [text] : [text, decoded];
  } catch {
    return [text];
  }
};

/** Null when the header is no Basic one; `malformed` when it is but cannot be read. */
function readBasic(header: string | undefined): Basic | 'malformed' | null {
  const match = /^basic(?: +(.*))?$/i.exec(header?.trim() ?? '');
  if (match === null) return null;
  const encoded = match[1] ?? '';
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return 'malformed';
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return 'malformed';
  return { clientIds: readings(text.slice(0, colon)), secret: readings(text.slice(colon + 1)) };
}

/** Reads the client from header and form. Two different clients in one request are refused (a deliberate difference, settled 13). */
export function presentedClient(headers: IncomingHttpHeaders, form: Readonly<Record<string, string>>): PresentedClient {
  const basic = readBasic(headers.authorization);
  if (basic === 'malformed') return { kind: 'malformed', reason: 'unreadable Basic header' };
  const { client_id, client_secret, client_assertion, client_assertion_type } = form;

  if (client_assertion_type !== undefined || client_assertion !== undefined) {
    // RFC 6749 §2.3: no more than one method in a request.
    if (basic !== null || client_secret !== undefined) return { kind: 'malformed', reason: 'assertion and secret together' };
    return { kind: 'assertion', clientId: client_id || null, type: client_assertion_type ?? '', assertion: client_assertion ?? '' };
  }
  if (basic !== null) {
    if (client_id !== undefined && !basic.clientIds.includes(client_id)) return { kind: 'malformed', reason: 'two different clients' };
    const secrets = client_secret === undefined ? [basic.secret] : [basic.secret, [client_secret]];
    return { kind: 'secret', clientId: client_id ?? basic.clientIds.at(-1)!, secrets, method: 'client_secret_basic' };
  }
  if (!client_id) return { kind: 'nothing' };
  if (client_secret === undefined) return { kind: 'secret', clientId: client_id, secrets: [], method: 'none' };
  return { kind: 'secret', clientId: client_id, secrets: [[client_secret]], method: 'client_secret_post' };
}
