import type { RealmSnapshot } from '@anteroom/core';
import { realmKeys } from '../keys/realm-keys.ts';
import { DPOP_ALGORITHMS } from '../possession/dpop-proof.ts';
import { CONTENT_ENCRYPTION, KEY_ENCRYPTION } from '../signed/encrypted-for-client.ts';

const PROTOCOL = '/protocol/openid-connect';
const CLIENT_AUTH_METHODS = ['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'tls_client_auth', 'client_secret_jwt'];
const ASSERTION_ALGORITHMS = [
  'PS384',
  'RS384',
  'EdDSA',
  'ES384',
  'HS256',
  'HS512',
  'ES256',
  'RS256',
  'HS384',
  'ES512',
  'PS256',
  'PS512',
  'RS512',
];

/**
 * The discovery document (OpenID Connect Discovery §3): only what answers (settled 14). What Keycloak advertises besides stands in
 * `NOT_ADVERTISED`, each with what it waits for.
 */
export function discoveryDocument(realm: RealmSnapshot, issuer: string): Readonly<Record<string, unknown>> {
  const endpoint = (path: string): string => `${issuer}${PROTOCOL}${path}`;
  return {
    issuer,
    authorization_endpoint: endpoint('/auth'),
    token_endpoint: endpoint('/token'),
    introspection_endpoint: endpoint('/token/introspect'),
    userinfo_endpoint: endpoint('/userinfo'),
    end_session_endpoint: endpoint('/logout'),
    jwks_uri: endpoint('/certs'),
    check_session_iframe: endpoint('/login-status-iframe.html'),
    grant_types_supported: [
      'authorization_code',
      'client_credentials',
      'implicit',
      'password',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:openid:params:grant-type:ciba',
    ],
    acr_values_supported: acrValues(realm),
    response_types_supported: ['code', 'none', 'id_token', 'token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
    response_modes_supported: ['query', 'fragment', 'form_post', 'query.jwt', 'fragment.jwt', 'form_post.jwt', 'jwt'],
    authorization_signing_alg_values_supported: signingAlgorithms(realm),
    authorization_encryption_alg_values_supported: KEY_ENCRYPTION,
    authorization_encryption_enc_values_supported: CONTENT_ENCRYPTION,
    subject_types_supported: ['public', 'pairwise'],
    prompt_values_supported: ['none', 'login', 'consent'],
    id_token_signing_alg_values_supported: signingAlgorithms(realm),
    id_token_encryption_alg_values_supported: KEY_ENCRYPTION,
    id_token_encryption_enc_values_supported: CONTENT_ENCRYPTION,
    userinfo_signing_alg_values_supported: signingAlgorithms(realm),
    userinfo_encryption_alg_values_supported: KEY_ENCRYPTION,
    userinfo_encryption_enc_values_supported: CONTENT_ENCRYPTION,
    registration_endpoint: `${issuer}/clients-registrations/openid-connect`,
    token_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    claims_supported: [
      'iss',
      'sub',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'name',
      'given_name',
      'family_name',
      'preferred_username',
      'email',
      'acr',
      'azp',
      'nonce',
    ],
    claim_types_supported: ['normal'],
    claims_parameter_supported: true,
    scopes_supported: [
      'openid',
      ...realm.configuration.clientScopes.filter(({ protocol }) => protocol === 'openid-connect').map(({ name }) => name),
    ],
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    request_object_signing_alg_values_supported: [...ASSERTION_ALGORITHMS, 'none'],
    ...(canDecrypt(realm)
      ? {
          request_object_encryption_alg_values_supported: ['RSA-OAEP', 'RSA-OAEP-256'],
          request_object_encryption_enc_values_supported: CONTENT_ENCRYPTION,
        }
      : {}),
    code_challenge_methods_supported: ['plain', 'S256'],
    revocation_endpoint: endpoint('/revoke'),
    revocation_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    tls_client_certificate_bound_access_tokens: true,
    mtls_endpoint_aliases: mtlsAliases(issuer),
    dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
    device_authorization_endpoint: endpoint('/auth/device'),
    backchannel_token_delivery_modes_supported: ['poll'],
    backchannel_authentication_endpoint: endpoint('/ext/ciba/auth'),
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    require_pushed_authorization_requests: false,
    pushed_authorization_request_endpoint: endpoint('/ext/par/request'),
    authorization_response_iss_parameter_supported: true,
  };
}

/** RFC 8705 §5: the same addresses; whether a certificate is asked for is decided by what stands in front. */
function mtlsAliases(issuer: string): Readonly<Record<string, string>> {
  const endpoint = (path: string): string => `${issuer}${PROTOCOL}${path}`;
  return {
    token_endpoint: endpoint('/token'),
    revocation_endpoint: endpoint('/revoke'),
    introspection_endpoint: endpoint('/token/introspect'),
    device_authorization_endpoint: endpoint('/auth/device'),
    registration_endpoint: `${issuer}/clients-registrations/openid-connect`,
    userinfo_endpoint: endpoint('/userinfo'),
    pushed_authorization_request_endpoint: endpoint('/ext/par/request'),
    backchannel_authentication_endpoint: endpoint('/ext/ciba/auth'),
  };
}

/** Levels that the realm maps to names, or Keycloak's two. */
function acrValues(realm: RealmSnapshot): readonly string[] {
  try {
    const names = Object.keys(JSON.parse(realm.realm.attributes['acr.loa.map'] ?? '{}'));
    if (names.length > 0) return names;
  } catch {
    // an unreadable map names no levels
  }
  return ['0', '1'];
}

function canDecrypt(realm: RealmSnapshot): boolean {
  return realmKeys(realm).active('RSA-OAEP', 'ENC') !== null || realmKeys(realm).active('RSA-OAEP-256', 'ENC') !== null;
}

function signingAlgorithms(realm: RealmSnapshot): readonly string[] {
  const keys = realmKeys(realm).all.filter((key) => key.status === 'ACTIVE' && key.use === 'SIG' && key.type !== 'OCT');
  return [...new Set(keys.map((key) => key.algorithm))];
}

/** Entries of Keycloak's document that are not advertised, and what each waits for. A test holds this list and the document against it. */
export const NOT_ADVERTISED: Readonly<Record<string, string>> = {
  backchannel_authentication_request_signing_alg_values_supported: 'signed requests of back-channel authentication',
};
