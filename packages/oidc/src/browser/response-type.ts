import type { Client } from '@anteroom/core';

export type PlainResponseMode = 'query' | 'fragment' | 'form_post';
/** The forms with `.jwt` carry the parameters as one signed token (JARM §2.3). */
export type ResponseMode = PlainResponseMode | `${PlainResponseMode}.jwt`;

export type ResponseType = 'code' | 'id_token' | 'token' | 'none';

export interface ResponseTypeCheck {
  readonly types: ReadonlySet<ResponseType>;
  /** Where an error or the answer goes, also when the request is refused. */
  readonly mode: ResponseMode;
  readonly refusal: { readonly error: string; readonly description?: string } | null;
  readonly needsNonce: boolean;
}

const MODES: readonly string[] = ['query', 'fragment', 'form_post', 'query.jwt', 'fragment.jwt', 'form_post.jwt', 'jwt'];
const TYPES: readonly string[] = ['code', 'id_token', 'token', 'none'];
const FLOW_OFF = 'Client is not allowed to initiate browser login with given response_type.';

/** `response_type` and `response_mode` (OAuth 2.0 Multiple Response Types §2.1, §5; JARM §2.3), refused in Keycloak's words. */
export function readResponseType(client: Client, type: string | undefined, mode: string | undefined): ResponseTypeCheck {
  const asked = new Set((type ?? '').split(' ').filter(Boolean));
  const frontChannel = asked.has('token') || asked.has('id_token');
  const fallback: PlainResponseMode = frontChannel ? 'fragment' : 'query';
  const check = (refusal: ResponseTypeCheck['refusal']): ResponseTypeCheck => ({
    types: new Set([...asked].filter((one): one is ResponseType => TYPES.includes(one))),
    mode: mode === 'jwt' ? `${fallback}.jwt` : MODES.includes(mode ?? '') ? (mode as ResponseMode) : fallback,
    refusal,
    needsNonce: asked.has('id_token'),
  });
  const refuse = (error: string, description?: string) => check(description === undefined ? { error } : { error, description });

  if (asked.size === 0) return refuse('invalid_request', 'Missing parameter: response_type');
  if ([...asked].some((one) => !TYPES.includes(one)) || (asked.has('none') && asked.size > 1)) return refuse('unsupported_response_type');
  if (mode !== undefined && !MODES.includes(mode)) return refuse('invalid_request', 'Invalid parameter: response_mode');
  if (mode === 'query' && frontChannel) return refuse('invalid_request', "Response_mode 'query' not allowed for implicit or hybrid flow");
  if (mode === 'query.jwt' && frontChannel && !client.attributes['authorization.encrypted.response.alg'])
    return refuse('invalid_request', "Response_mode 'query.jwt' is allowed only when the authorization response token is encrypted");
  if (asked.has('code') && !client.standardFlowEnabled) {
    return refuse('unauthorized_client', `${FLOW_OFF} Standard flow is disabled for the client.`);
  }
  if (frontChannel && !client.implicitFlowEnabled) {
    return refuse('unauthorized_client', `${FLOW_OFF} Implicit flow is disabled for the client.`);
  }
  if (asked.has('none') && !client.standardFlowEnabled && !client.implicitFlowEnabled) return refuse('unauthorized_client', FLOW_OFF);
  return check(null);
}
