import type { Client } from '@anteroom/core';
import { z } from 'zod';
import { pairwiseMapper } from '../subjects/subject.ts';

const text = z.string().max(2_000);
const texts = z.array(text).max(100);

/** RFC 7591 §2 and OpenID Connect Registration §2, as far as they mean something here; other members are ignored. */
export const metadataSchema = z.looseObject({
  client_id: text.optional(),
  client_name: text.optional(),
  client_uri: text.optional(),
  logo_uri: text.optional(),
  policy_uri: text.optional(),
  tos_uri: text.optional(),
  redirect_uris: texts.optional(),
  post_logout_redirect_uris: texts.optional(),
  request_uris: texts.optional(),
  grant_types: texts.optional(),
  response_types: texts.optional(),
  token_endpoint_auth_method: text.optional(),
  token_endpoint_auth_signing_alg: text.optional(),
  scope: text.optional(),
  jwks: z.looseObject({ keys: z.array(z.looseObject({})) }).optional(),
  jwks_uri: text.optional(),
  subject_type: z.enum(['public', 'pairwise']).optional(),
  sector_identifier_uri: text.optional(),
  id_token_signed_response_alg: text.optional(),
  id_token_encrypted_response_alg: text.optional(),
  id_token_encrypted_response_enc: text.optional(),
  userinfo_signed_response_alg: text.optional(),
  userinfo_encrypted_response_alg: text.optional(),
  userinfo_encrypted_response_enc: text.optional(),
  request_object_signing_alg: text.optional(),
  authorization_signed_response_alg: text.optional(),
  authorization_encrypted_response_alg: text.optional(),
  authorization_encrypted_response_enc: text.optional(),
  backchannel_logout_uri: text.optional(),
  backchannel_logout_session_required: z.boolean().optional(),
  frontchannel_logout_uri: text.optional(),
  frontchannel_logout_session_required: z.boolean().optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
  tls_client_auth_subject_dn: text.optional(),
  backchannel_token_delivery_mode: z.enum(['poll']).optional(),
});

export type ClientMetadata = z.infer<typeof metadataSchema>;

/** Members that are attributes of a client, under Keycloak's names. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  logo_uri: 'logoUri',
  policy_uri: 'policyUri',
  tos_uri: 'tosUri',
  token_endpoint_auth_signing_alg: 'token.endpoint.auth.signing.alg',
  id_token_signed_response_alg: 'id.token.signed.response.alg',
  id_token_encrypted_response_alg: 'id.token.encrypted.response.alg',
  id_token_encrypted_response_enc: 'id.token.encrypted.response.enc',
  userinfo_signed_response_alg: 'user.info.response.signature.alg',
  userinfo_encrypted_response_alg: 'user.info.encrypted.response.alg',
  userinfo_encrypted_response_enc: 'user.info.encrypted.response.enc',
  request_object_signing_alg: 'request.object.signature.alg',
  authorization_signed_response_alg: 'authorization.signed.response.alg',
  authorization_encrypted_response_alg: 'authorization.encrypted.response.alg',
  authorization_encrypted_response_enc: 'authorization.encrypted.response.enc',
  backchannel_logout_uri: 'backchannel.logout.url',
  frontchannel_logout_uri: 'frontchannel.logout.url',
  tls_client_auth_subject_dn: 'x509.subjectdn',
  backchannel_token_delivery_mode: 'ciba.backchannel.token.delivery.mode',
};

/** OpenID Connect Front-Channel Logout §2: a client that registers itself says so when it wants to be told which session. */
const FRONT_CHANNEL_SESSION = 'frontchannel.logout.session.required';

const FLAGS: Readonly<Record<string, string>> = {
  tls_client_certificate_bound_access_tokens: 'tls.client.certificate.bound.access.tokens',
  dpop_bound_access_tokens: 'dpop.bound.access.tokens',
  backchannel_logout_session_required: 'backchannel.logout.session.required',
  require_pushed_authorization_requests: 'require.pushed.authorization.requests',
  frontchannel_logout_session_required: FRONT_CHANNEL_SESSION,
};

const AUTHENTICATORS: Readonly<Record<string, string>> = {
  client_secret_basic: 'client-secret',
  client_secret_post: 'client-secret',
  client_secret_jwt: 'client-secret-jwt',
  private_key_jwt: 'client-jwt',
  tls_client_auth: 'client-x509',
};

const DEVICE = 'oauth2.device.authorization.grant.enabled';
const EXCHANGE = 'standard.token.exchange.enabled';
const BACKCHANNEL = 'oidc.ciba.grant.enabled';
const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** Methods and grants that registration gives; `none` makes a public client. */
export const AUTH_METHODS = [...Object.keys(AUTHENTICATORS), 'none'];
export const GRANTS = [
  'authorization_code',
  'implicit',
  'refresh_token',
  'password',
  'client_credentials',
  DEVICE_GRANT,
  EXCHANGE_GRANT,
  CIBA_GRANT,
];

/** Keycloak's representation of what a client says about itself; what it does not say stays as it is. */
export function toRepresentation(metadata: ClientMetadata): Record<string, unknown> {
  const given = metadata as Readonly<Record<string, unknown>>;
  const attributes: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) if (typeof given[name] === 'string') attributes[attribute] = given[name];
  for (const [name, attribute] of Object.entries(FLAGS)) if (typeof given[name] === 'boolean') attributes[attribute] = String(given[name]);
  const { grant_types: grants, response_types: types, token_endpoint_auth_method: method, redirect_uris: redirects } = metadata;
  if (metadata.request_uris !== undefined) attributes['request.uris'] = metadata.request_uris.join('##');
  if (metadata.jwks !== undefined) Object.assign(attributes, { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify(metadata.jwks) });
  if (metadata.jwks_uri !== undefined) Object.assign(attributes, { 'use.jwks.url': 'true', 'jwks.url': metadata.jwks_uri });
  if (metadata.post_logout_redirect_uris !== undefined)
    attributes['post.logout.redirect.uris'] = metadata.post_logout_redirect_uris.join('##');
  if (grants !== undefined) {
    attributes[DEVICE] = String(grants.includes(DEVICE_GRANT));
    attributes[EXCHANGE] = String(grants.includes(EXCHANGE_GRANT));
    attributes[BACKCHANNEL] = String(grants.includes(CIBA_GRANT));
    attributes['use.refresh.tokens'] = String(grants.includes('refresh_token'));
  }
  const frontChannel = (types ?? []).some((type) => /\b(token|id_token)\b/.test(type));
  return {
    ...(metadata.client_name === undefined ? {} : { name: metadata.client_name }),
    ...(metadata.client_uri === undefined ? {} : { baseUrl: metadata.client_uri }),
    ...(redirects === undefined ? {} : { redirectUris: redirects }),
    ...(metadata.frontchannel_logout_uri === undefined ? {} : { frontchannelLogout: true }),
    ...(method === undefined
      ? {}
      : { publicClient: method === 'none', clientAuthenticatorType: AUTHENTICATORS[method] ?? 'client-secret' }),
    ...(grants === undefined && types === undefined
      ? {}
      : {
          standardFlowEnabled: grants === undefined || grants.includes('authorization_code'),
          implicitFlowEnabled: (grants?.includes('implicit') ?? false) || frontChannel,
          directAccessGrantsEnabled: grants?.includes('password') ?? false,
          serviceAccountsEnabled: grants?.includes('client_credentials') ?? false,
        }),
    attributes,
  };
}

/** What a client is told about itself, members and order as recorded. */
export function toMetadata(client: Client, basicOrPost: 'client_secret_basic' | 'client_secret_post'): Readonly<Record<string, unknown>> {
  const { attributes } = client;
  const method = client.publicClient
    ? 'none'
    : client.clientAuthenticatorType === 'client-secret'
      ? basicOrPost
      : (Object.entries(AUTHENTICATORS).find(([, type]) => type === client.clientAuthenticatorType)?.[0] ?? basicOrPost);
  const logout = (attributes['post.logout.redirect.uris'] ?? '+').split('##').filter(Boolean);
  const own = Object.entries(ATTRIBUTES).filter(([, attribute]) => attributes[attribute]);
  return {
    redirect_uris: client.redirectUris,
    token_endpoint_auth_method: method,
    grant_types: grantsOf(client),
    response_types: responseTypesOf(client),
    client_id: client.clientId,
    ...(client.secret === undefined || client.publicClient ? {} : { client_secret: client.secret }),
    ...(client.name === undefined ? {} : { client_name: client.name }),
    ...(client.baseUrl === undefined ? {} : { client_uri: client.baseUrl }),
    scope: [...client.optionalClientScopes].sort().join(' '),
    subject_type: pairwiseMapper(client) === null ? 'public' : 'pairwise',
    request_uris: (attributes['request.uris'] ?? '').split('##').filter(Boolean),
    ...Object.fromEntries(own.map(([name, attribute]) => [name, attributes[attribute]])),
    ...(attributes['use.jwks.url'] === 'true' ? { jwks_uri: attributes['jwks.url'] } : {}),
    ...(attributes['use.jwks.string'] === 'true' ? { jwks: JSON.parse(attributes['jwks.string'] ?? '{}') } : {}),
    ...Object.fromEntries(Object.entries(FLAGS).map(([name, attribute]) => [name, attributes[attribute] === 'true'])),
    // Absent, it is required.
    frontchannel_logout_session_required: attributes[FRONT_CHANNEL_SESSION] !== 'false',
    post_logout_redirect_uris: logout.includes('+') ? client.redirectUris : logout,
    ...(client.publicClient ? {} : { client_secret_expires_at: 0 }),
  };
}

function grantsOf(client: Client): readonly string[] {
  const { attributes } = client;
  return [
    ...(client.standardFlowEnabled ? ['authorization_code'] : []),
    ...(client.implicitFlowEnabled ? ['implicit'] : []),
    ...(client.directAccessGrantsEnabled ? ['password'] : []),
    ...(client.serviceAccountsEnabled ? ['client_credentials'] : []),
    ...(attributes[DEVICE] === 'true' ? [DEVICE_GRANT] : []),
    ...(attributes[EXCHANGE] === 'true' ? [EXCHANGE_GRANT] : []),
    ...(attributes[BACKCHANNEL] === 'true' ? [CIBA_GRANT] : []),
    ...(attributes['use.refresh.tokens'] === 'false' ? [] : ['refresh_token']),
  ];
}

function responseTypesOf({ standardFlowEnabled, implicitFlowEnabled }: Client): readonly string[] {
  return [
    ...(standardFlowEnabled ? ['code', 'none'] : []),
    ...(implicitFlowEnabled ? ['id_token', 'id_token token'] : []),
    ...(standardFlowEnabled && implicitFlowEnabled ? ['code id_token', 'code token', 'code id_token token'] : []),
  ];
}
