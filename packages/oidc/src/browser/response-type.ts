import type { Client } from '@anteroom/core';

export type ResponseMode = 'query' | 'fragment' | 'form_post';

export interface ResponseTypeCheck {
  /** Where an error or the answer goes, also when the request is refused. */
  readonly mode: ResponseMode;
  readonly refusal: { readonly error: string; readonly description?: string } | null;
  readonly needsNonce: boolean;
  /** Known to Keycloak and allowed for the client, but only the code flow is answered here. */
  readonly supported: boolean;
}

const MODES: readonly string[] = ['query', 'fragment', 'form_post'];
const TYPES: readonly string[] = ['code', 'id_token', 'token', 'none'];
const FLOW_OFF = 'Client is not allowed to initiate browser login with given response_type.';

/** `response_type` and `response_mode` (OAuth 2.0 Multiple Response Types §2.1, §5), refused in Keycloak's words. */
export function readResponseType(client: Client, type: string | undefined, mode: string | undefined): ResponseTypeCheck {
  const types = new Set((type ?? '').split(' ').filter(Boolean));
  const frontChannel = types.has('token') || types.has('id_token');
  const fallback = frontChannel ? 'fragment' : 'query';
  const check = (changes: Partial<ResponseTypeCheck>): ResponseTypeCheck => ({
    mode: MODES.includes(mode ?? '') ? (mode as ResponseMode) : fallback,
    refusal: null,
    needsNonce: types.has('id_token'),
    supported: types.size === 1 && types.has('code'),
    ...changes,
  });
  const refuse = (error: string, description?: string) =>
    check({ refusal: description === undefined ? { error } : { error, description } });

  if (types.size === 0) return refuse('invalid_request', 'Missing parameter: response_type');
  if ([...types].some((one) => !TYPES.includes(one))) return refuse('unsupported_response_type');
  if (mode !== undefined && !MODES.includes(mode)) return refuse('invalid_request', 'Invalid parameter: response_mode');
  if (mode === 'query' && frontChannel) return refuse('invalid_request', "Response_mode 'query' not allowed for implicit or hybrid flow");
  if (types.has('code') && !client.standardFlowEnabled) {
    return refuse('unauthorized_client', `${FLOW_OFF} Standard flow is disabled for the client.`);
  }
  if (frontChannel && !client.implicitFlowEnabled) {
    return refuse('unauthorized_client', `${FLOW_OFF} Implicit flow is disabled for the client.`);
  }
  return check({});
}
