import { type Client, clientRules, isAnteroomError, type Log, type RealmCache, type RealmSnapshot } from '@anteroom/core';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { isPushedUri, type PushedRequests } from '../par/pushed-requests.ts';
import { type RequestObjectDependencies, readRequestObject } from '../request-objects/request-object.ts';
import { type AuthorizationParameters, INTERNAL } from './authorization-request.ts';

export type ReadRequest =
  | { readonly kind: 'ok'; readonly parameters: AuthorizationParameters }
  /** Nothing that can be believed about where to send the browser: a page. */
  | { readonly kind: 'refused' };

/**
 * From the parameters that a browser or a client sent to the request they stand for. A pushed request keeps its `request_uri`, so
 * that whoever finishes it can spend it; no other parameter of the front channel counts then (RFC 9126 §4). What a request object says
 * overrides what stands beside it (OpenID Connect Core §6.1).
 */
export interface RequestReader {
  read(realm: RealmSnapshot, parameters: AuthorizationParameters): Promise<ReadRequest>;
}

export interface RequestReaderDependencies extends RequestObjectDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly pushed: PushedRequests;
  readonly outgoing: OutgoingRequests;
  readonly log: Log;
}

const REFUSED: ReadRequest = { kind: 'refused' };
/** Client attribute, as Keycloak: which way a request object must come. */
const REQUIRED = 'request.object.required';
/** Client attribute: registered `request_uris`, `##` between them. */
const REGISTERED = 'request.uris';

export function createRequestReader(dependencies: RequestReaderDependencies): RequestReader {
  const { realms, pushed, outgoing, log } = dependencies;

  const pushedRequest = async (realm: RealmSnapshot, client: Client, { values }: AuthorizationParameters): Promise<ReadRequest> => {
    const found = await pushed.get(realm, values.request_uri ?? '');
    if (found === null || found.client !== client.id) return REFUSED;
    const request: Record<string, string> = { ...found.parameters, request_uri: values.request_uri ?? '' };
    if (values.kc_locale !== undefined) request.kc_locale = values.kc_locale;
    return { kind: 'ok', parameters: { values: request, duplicated: [] } };
  };

  /** OpenID Connect Core §6.2: only an address that the client registered, and only through the guard. */
  const fetched = async (client: Client, uri: string): Promise<string | null> => {
    const plain = uri.split('#', 1)[0];
    const registered = (client.attributes[REGISTERED] ?? '').split('##').some((entry) => entry !== '' && entry.split('#', 1)[0] === plain);
    if (!registered) return null;
    try {
      const { status, body } = await outgoing.send(uri, { headers: { accept: 'application/oauth-authz-req+jwt, application/jwt' } });
      return status === 200 ? body.trim() : null;
    } catch (error) {
      if (!isAnteroomError(error)) throw error;
      log.warn('request_uri.unreachable', { client: client.clientId, reason: error.message });
      return null;
    }
  };

  return {
    async read(realm, given) {
      const { duplicated } = given;
      const values = withoutInternal(given.values);
      const parameters = { values, duplicated };
      const client = values.client_id ? await realms.client(realm, values.client_id) : null;
      const by = values.request !== undefined ? 'request' : values.request_uri !== undefined ? 'request_uri' : null;
      if (client === null || !client.enabled) return by === null ? { kind: 'ok', parameters } : REFUSED;
      if (by === 'request_uri' && isPushedUri(values.request_uri ?? '')) return pushedRequest(realm, client, parameters);
      const required = client.attributes[REQUIRED] ?? 'not required';
      const { signedRequest } = clientRules({ realm, client, source: null, grantType: null }).requests;
      if (by === null)
        return (required === '' || required === 'not required') && signedRequest === null ? { kind: 'ok', parameters } : REFUSED;
      const wrongWay = (required === 'request only' && by !== 'request') || (required === 'request_uri only' && by !== 'request_uri');
      if (wrongWay || duplicated.length > 0 || (values.request !== undefined && values.request_uri !== undefined)) return REFUSED;

      const text = by === 'request' ? (values.request ?? '') : await fetched(client, values.request_uri ?? '');
      const object = text === null ? null : await readRequestObject(dependencies, realm, client, text);
      if (object?.kind !== 'ok') {
        log.info('request_object.refused', { realm: realm.name, client: client.clientId, reason: object?.reason ?? 'not fetched' });
        return REFUSED;
      }
      const { request: _request, request_uri: _uri, ...beside } = values;
      // OpenID Connect Core §6.1: these two stand outside as well, and say the same.
      const { response_type, client_id } = object.parameters;
      if (client_id !== undefined && client_id !== values.client_id) return REFUSED;
      if (response_type !== undefined && beside.response_type !== undefined && response_type !== beside.response_type) return REFUSED;
      return { kind: 'ok', parameters: { values: { ...beside, ...withoutInternal(object.parameters) }, duplicated } };
    },
  };
}

function withoutInternal(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(INTERNAL)));
}
