import type { RealmCache, RealmSnapshot } from '@anteroom/core';
import { isPushedUri, type PushedRequests } from '../par/pushed-requests.ts';
import type { AuthorizationParameters } from './authorization-request.ts';

export type ReadRequest =
  | { readonly kind: 'ok'; readonly parameters: AuthorizationParameters }
  /** Nothing that can be believed about where to send the browser: a page. */
  | { readonly kind: 'refused' };

/**
 * From the parameters that a browser or a client sent to the request they stand for. A pushed request keeps its `request_uri`, so
 * that whoever finishes it can spend it; no other parameter of the front channel counts then (RFC 9126 §4).
 */
export interface RequestReader {
  read(realm: RealmSnapshot, parameters: AuthorizationParameters): Promise<ReadRequest>;
}

export interface RequestReaderDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly pushed: PushedRequests;
}

const REFUSED: ReadRequest = { kind: 'refused' };

export function createRequestReader({ realms, pushed }: RequestReaderDependencies): RequestReader {
  return {
    async read(realm, parameters) {
      const { values } = parameters;
      if (values.request_uri === undefined && values.request === undefined) return { kind: 'ok', parameters };
      if (values.request !== undefined || !isPushedUri(values.request_uri ?? '')) return REFUSED;
      const client = values.client_id ? await realms.client(realm, values.client_id) : null;
      const found = await pushed.get(realm, values.request_uri ?? '');
      if (client === null || found === null || found.client !== client.id) return REFUSED;
      const request: Record<string, string> = { ...found.parameters, request_uri: values.request_uri ?? '' };
      if (values.kc_locale !== undefined) request.kc_locale = values.kc_locale;
      return { kind: 'ok', parameters: { values: request, duplicated: [] } };
    },
  };
}
